"""The README tells the truth about what lies where."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
#: Made by the commands, so not there on a fresh clone.
MADE = {"var/"}


def named_paths() -> set[str]:
    """Paths in backticks or behind a picture, and the left column of the tree, with its folders."""
    text, tree = README.split("## The tree")[0], README.split("## The tree")[1]
    paths = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|json))`", README))
    paths |= set(re.findall(r"\]\(((?!http)[^)#]+)\)", text))
    folder = ""
    for line in tree.split("```")[1].splitlines():
        for name in re.findall(r"^\s*((?:[\w.]+/? ?)+?)(?:  |$)", line):
            for part in name.split():
                indented = line.startswith("  ")
                paths.add(f"{folder if indented else ''}{part}")
                folder = folder if indented else part
    return paths - MADE


def test_the_readme_names_paths() -> None:
    assert len(named_paths()) > 20


@pytest.mark.parametrize("path", sorted(named_paths()))
def test_a_path_that_the_readme_names_exists(path: str) -> None:
    assert (ROOT / path).exists() or ("/" not in path and list(ROOT.glob(f"*/{path}")))


@pytest.mark.parametrize("target", ["run", "test", "bench"])
def test_the_readme_gives_the_commands_that_the_makefile_has(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
