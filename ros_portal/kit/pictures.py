"""Pictures that people send: their headers are read, their points are not."""

import io
import struct

from django.core.exceptions import ValidationError
from PIL import Image

MOST_POINTS = 50_000_000  # a poster on A0 at 200 dpi; what a phone makes stays below it
#: What Pillow raises on a picture that is none.
BROKEN = (OSError, SyntaxError, ValueError, OverflowError, IndexError, KeyError, EOFError, struct.error)
END_OF_JPEG = b"\xff\xd9"


def require_harmless_picture(data: bytes, kind: str) -> None:
    """Refuse a picture that is broken, or that needs more memory than a page can spare; `kind` is PNG or JPEG.

    The size is read first, and no point is decoded: a small file can hold billions of them.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
            if width * height <= MOST_POINTS:
                picture.verify()
    except Image.DecompressionBombError as error:
        raise _too_many_points() from error
    except BROKEN as error:
        raise _broken() from error
    if width * height > MOST_POINTS:
        raise _too_many_points()
    if kind == "JPEG" and END_OF_JPEG not in data[2:]:  # Pillow's verify() looks at PNG alone
        raise _broken()


def _broken() -> ValidationError:
    return ValidationError(
        "Deze afbeelding is beschadigd. Bewaar de afbeelding opnieuw als PNG of JPEG.", code="broken"
    )


def _too_many_points() -> ValidationError:
    return ValidationError(
        "Deze afbeelding is te groot: hij heeft meer dan %(limit)s miljoen beeldpunten. Maak de afbeelding kleiner.",
        code="too_many_points",
        params={"limit": MOST_POINTS // 1_000_000},
    )
