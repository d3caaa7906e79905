"""Rules for files that no linter knows: none is too long, and none names a package registry's address."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 400
COUNTED = {".py", ".html", ".css", ".js", ".mjs", ".sh"}
#: With an address in it, a lock works on machines that reach that address alone; a mirror cannot be used.
REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|registry[.]yarnpkg|deb[.]debian[.]org|ghcr[.]io|docker[.]io"
    r"|cdn[.]jsdelivr|unpkg[.]com|--index-url|--extra-index-url|\"resolved\":"
)
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "signals.py", "misc.py", "common.py"}


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    faults = [fault for path in paths if path.is_file() and path != Path(__file__).resolve() for fault in check(path)]
    print("\n".join(faults) or f"{len(paths)} files checked.")
    return 1 if faults else 0


def check(path: Path) -> list[str]:
    name = path.relative_to(ROOT)
    faults = [f"{name}: say in the name what it holds"] if path.name in FORBIDDEN_NAMES else []
    try:
        lines = path.read_text().splitlines()
    except UnicodeDecodeError:
        return faults
    if path.suffix in COUNTED and "migrations" not in path.parts and len(lines) > LONGEST:
        faults.append(f"{name}: {len(lines)} lines; at most {LONGEST}")
    faults += [
        f"{name}:{number}: names a package registry"
        for number, line in enumerate(lines, start=1)
        if REGISTRIES.search(line)
    ]
    return faults


if __name__ == "__main__":
    sys.exit(main())
