"""Pictures: decoded once under a pixel limit, then copied without what they say of where and by whom they were taken.

The copy keeps every pixel as it was: whole segments are dropped, nothing is compressed again. Kept: colour profile and
which side is up. Dropped: location, camera, times, comments, previews, and anything after the picture's end.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageFile, UnidentifiedImageError

from raci.evidence.archives import not_of_its_kind
from raci.evidence.verdicts import Unacceptable, _, broken

PIXEL_LIMIT = 50_000_000
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
ORIENTATION = 0x0112
PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs", b"bKGD",
}  # fmt: skip
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
JPEG_KEPT_APPS = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe's colour transform; see _is_kept
ALONE = {0x01, *range(0xD0, 0xD8)}  # JPEG markers without a length


def check_picture(path: Path, kind: str, file_name: str) -> None:
    """Refuses a picture that is not of this kind, does not decode, moves, or has more than the pixel limit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            _decode(path, kind, file_name)
    except UnidentifiedImageError as error:
        raise not_of_its_kind(file_name, kind) from error
    except Image.DecompressionBombError as error:
        raise _too_large(file_name) from error
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error, EOFError, IndexError) as error:
        raise broken(file_name) from error


def stripped(path: Path, kind: str, file_name: str) -> bytes:
    """The picture without its metadata."""
    try:
        with Image.open(path, formats=[FORMATS[kind]]) as picture:
            turn = int(picture.getexif().get(ORIENTATION, 1))
        return b"".join(STRIPPERS[FORMATS[kind]](path.read_bytes(), turn if 1 < turn <= 8 else 1))
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, IndexError) as error:
        raise broken(file_name) from error


def _decode(path: Path, kind: str, file_name: str) -> None:
    with Image.open(path, formats=[FORMATS[kind]]) as picture:
        if picture.width * picture.height > PIXEL_LIMIT:
            raise _too_large(file_name)
        # A phone's JPEG may carry a second view (MPO); the copy keeps the first alone. Other moving pictures are films.
        if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
            raise Unacceptable(_("“%(file)s” is a moving picture. Upload one still picture of it."), file=file_name)
        # A library in the same process may have told Pillow to fill what is missing with grey: here it must not.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        picture.load()


def _too_large(file_name: str) -> Unacceptable:
    return Unacceptable(
        _(
            "“%(file)s” has more than 50 million pixels. Make it smaller (a side of 5,000 is plenty) "
            "and upload it again."
        ),
        file=file_name,
    )


def _turned(turn: int) -> bytes:
    """EXIF that says which side is up, and nothing else (TIFF 6.0: one entry, a SHORT)."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHLHHL", 1, ORIENTATION, 3, 1, turn, 0, 0)


def _png(content: bytes, turn: int) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at < len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        if name in PNG_KEPT:
            yield content[at : at + 12 + length]
        if name == b"IHDR" and turn > 1:
            body = b"eXIf" + _turned(turn)
            yield struct.pack(">L", len(body) - 4) + body + struct.pack(">L", zlib.crc32(body))
        if name == b"IEND":
            return
        at += 12 + length


def _webp(content: bytes, turn: int) -> Iterator[bytes]:
    parts, at, end = [], 12, min(len(content), 8 + struct.unpack_from("<L", content, 4)[0])
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sL", content, at)
        part = content[at : at + 8 + length + length % 2]
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~0b1100 | (0b1000 if turn > 1 else 0)]) + part[9:]  # EXIF and XMP flags
        if name in WEBP_KEPT:
            parts.append(part)
        at += 8 + length + length % 2
    if turn > 1:
        parts.append(b"EXIF" + struct.pack("<L", len(_turned(turn))) + _turned(turn))
    yield b"RIFF" + struct.pack("<L", 4 + sum(map(len, parts))) + b"WEBP"
    yield from parts


def _jpeg(content: bytes, turn: int) -> Iterator[bytes]:
    yield b"\xff\xd8"
    if turn > 1:
        exif = b"Exif\0\0" + _turned(turn)
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    at = 2
    while True:
        marker, end = _jpeg_segment(content, at)
        if _is_kept(marker, content[at + 4 : at + 20]):
            yield content[at:end]
        if marker == 0xD9:
            return
        at = end


def _jpeg_segment(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, and where the next one does (after a scan, behind its coded pixels)."""
    while content[at : at + 2] == b"\xff\xff":
        at += 1
    if content[at] != 0xFF:
        raise ValueError("no marker")
    marker = content[at + 1]
    if marker == 0xD9 or marker in ALONE:
        return marker, at + 2
    end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
    return marker, _after_scan(content, end) if marker == 0xDA else end


def _after_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and content[at + 1] not in ALONE and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    raise ValueError("no end")


def _is_kept(marker: int, begins: bytes) -> bool:
    """Application segments are metadata but for the three that say how to show the pixels."""
    if marker == 0xFE:  # a comment
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    return marker in JPEG_KEPT_APPS and begins.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"))


STRIPPERS = {"PNG": _png, "WEBP": _webp, "JPEG": _jpeg}
