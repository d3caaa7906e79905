"""Files that are made in one go: what stands there under its name is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside `path` to write in; it gets the name when all went well, and else nothing is left.

    Writers of ZIP and XLSX also finish the file on their way out of an error: half an export would look like all of it.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
