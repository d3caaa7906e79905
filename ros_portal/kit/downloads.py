"""Downloads: what a browser is told about a file, so that it keeps it and never runs or shows it as a page."""

import re
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from .filenames import ascii_path, clean_filename

MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}(; charset=utf-8)?\Z")


def download(
    content: bytes | Path | IO[bytes], *, name: str, extension: str, media_type: str, private: bool = True
) -> HttpResponseBase:
    """The response that hands a file over; a path or an open file is streamed and closed after it."""
    headers = download_headers(name=name, extension=extension, media_type=media_type, private=private)
    if isinstance(content, bytes):
        return HttpResponse(content, headers=headers)
    response = FileResponse(content.open("rb") if isinstance(content, Path) else content)
    for header, value in headers.items():
        response[header] = value
    return response


def download_headers(*, name: str, extension: str, media_type: str, private: bool = True) -> dict[str, str]:
    """The headers of a download under a cleaned name; nothing in `name` can end a header or begin another.

    `private` is for all that not everyone may read: no cache keeps it. Raises ValueError when the
    media type is none, because that is ours and never a visitor's.
    """
    if not MEDIA_TYPE.match(media_type):
        raise ValueError(f"Not a media type: {media_type!r}")
    headers = {
        "Content-Type": media_type,
        "Content-Disposition": _disposition(clean_filename(name, extension)),
        "X-Content-Type-Options": "nosniff",
    }
    return {**headers, "Cache-Control": "private, no-store"} if private else headers


def _disposition(name: str) -> str:
    """RFC 6266: a name in ASCII for all, and beside it the real one where that differs."""
    if name.isascii():
        return str(content_disposition_header(as_attachment=True, filename=name))
    plain = content_disposition_header(as_attachment=True, filename=ascii_path(name))
    return f"{plain}; filename*=utf-8''{quote(name)}"
