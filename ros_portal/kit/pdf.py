"""Accessible PDFs (PDF/UA-1), made by a child process that can read nothing but our own style sheets and fonts.

WeasyPrint is imported here alone, and only in the child: a text that brings it down, or that makes it
eat time or memory, costs the portal one refused download.
"""

import json
import logging
import mimetypes
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

#: What the child keeps of the environment: no secrets, no addresses of servers.
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
SERVED_SUFFIXES = frozenset({".css", ".woff2", ".woff", ".ttf", ".otf", ".svg", ".png"})


class PdfError(Exception):
    """The PDF was not made: the text needs too much time or memory, or asks for what is not ours."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may cost; 400 pages stay well below it."""

    cpu_seconds: int = 60
    address_space: int = 2 * 1024**3
    wall_seconds: int = 60


LIMITS = Limits()


def render_pdf(template_name: str, context: Mapping[str, Any], *, title: str, limits: Limits = LIMITS) -> bytes:
    """The template as a tagged PDF with this title; `portal_url` is there for addresses that are printed.

    The template's `<html lang>` becomes the language of the document. Raises PdfError.
    """
    from django.conf import settings
    from django.template.loader import render_to_string

    frame = {"title": title, "portal_url": settings.PORTAL_URL, "demo": settings.DEMO}
    html = render_to_string(template_name, {**context, **frame})
    return html_to_pdf(
        html, base_url=f"{settings.PORTAL_URL}/", static_root=settings.BASE_DIR / "static", limits=limits
    )


@lru_cache(maxsize=8)  # a public agenda costs one rendering, however often it is asked for
def html_to_pdf(html: str, *, base_url: str, static_root: Path, limits: Limits = LIMITS) -> bytes:
    """The page as a tagged PDF; only `/static/` below `base_url` can be fetched, from `static_root`."""
    job = {"html": html, "base_url": base_url, "static_root": str(static_root), "limits": asdict(limits)}
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    try:
        made = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=limits.wall_seconds,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"The PDF was not ready within {limits.wall_seconds} seconds.") from error
    if made.returncode or not made.stdout.startswith(b"%PDF-"):
        reason = made.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit code {made.returncode}"]
        logger.error("A PDF was not made: %s", reason[0])
        raise PdfError(f"The PDF was not made: {reason[0]}")
    return made.stdout


def local_static(url: str, *, base_url: str, static_root: Path) -> tuple[bytes, str]:
    """The bytes and media type of one of our own static files; raises ValueError for anything else."""
    prefix = f"{base_url}static/"
    if not url.startswith(prefix):
        raise ValueError(f"Refused to fetch {url[:80]}")
    root = static_root.resolve()
    file = (root / url.removeprefix(prefix)).resolve()
    if not file.is_relative_to(root) or file.suffix not in SERVED_SUFFIXES or not file.is_file():
        raise ValueError(f"Refused to fetch {url[:80]}")
    return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _limit(limits: Limits) -> None:
    """Bind this process, before it reads a word of the text."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    """The child: reads a job from standard input, writes the PDF to standard output."""
    job = json.load(sys.stdin)
    _limit(Limits(**job["limits"]))
    logging.basicConfig(level=logging.CRITICAL)

    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    base_url, static_root = job["base_url"], Path(job["static_root"])

    class StaticOnly(URLFetcher):  # type: ignore[misc]
        """Serves local bytes, knows no protocol, and ends the work when something else is asked for."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            body, media_type = local_static(url, base_url=base_url, static_root=static_root)
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    page = HTML(string=job["html"], base_url=base_url, url_fetcher=StaticOnly(fail_on_errors=True))
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    _main()
