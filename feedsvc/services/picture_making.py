"""From the bytes of a picture as they came to the files that are kept of it. Needs no store.

What is kept is drawn anew from the pixels alone: nothing that rode along (EXIF and its place, XMP,
comments, a second file behind the end) can come through. Pillow is loaded with this module.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps

from feedsvc.core.errors import InvalidInput
from feedsvc.core.pictures import FEED_WIDTH, smaller_sizes

WHERE = "picture"  # the field that problems name
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_384  # pixels; a JPEG could have four times that, WebP and AVIF no more
KEPT_PIXELS = 4096 * 4096

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_JPEG, _PNG = "image/jpeg", "image/png"
_QUALITY = 88
_FEW_COLOURS = 256  # what a palette holds
# Flat drawings are small as PNG, photographs ten times as large as their JPEG.
_PNG_MAY_BE_LARGER = 2
_SRGB = ImageCms.createProfile("sRGB")
_HEIF = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
# Fifty megapixels take half a gigabyte while they are worked on.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One size of a picture."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a picture, the whole one first, and their media type."""

    type: str
    files: tuple[MadeFile, ...]


def make_files(data: bytes) -> Made:
    """The picture upright, in sRGB, without metadata, at KEPT_PIXELS at most, and its smaller sizes.

    A moving picture gives its first one. Equal bytes give equal files, as long as Pillow is the
    same. Raises InvalidInput, with what to do, for bytes that are no whole picture of a known kind
    or have too many pixels.
    """
    with _one_at_a_time, _refusing(data):
        source = _opened(data)
        whole = _shrunk(_upright_in_srgb(source))
        few_colours = whole.mode == "RGB" and whole.getcolors(_FEW_COLOURS) is not None
        sizes = [whole] + [
            whole.resize(size, Image.Resampling.LANCZOS) for size in smaller_sizes(*whole.size)
        ]
        is_jpeg = source.format in {"JPEG", "MPO"}
        return _encoded(sizes, is_jpeg=is_jpeg, few_colours=few_colours)


@contextmanager
def _refusing(data: bytes) -> Iterator[None]:
    """Whatever Pillow's decoders stumble over is a refusal: they raise nearly anything."""
    try:
        yield
    except InvalidInput:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels("too many") from error
    except Exception as error:
        raise InvalidInput.at(WHERE, _what_it_is(data)) from error


_BEGINNINGS = (b"\xff\xd8", b"\x89PN", b"GIF", b"RIF", b"\x00\x00\x00")  # of the formats that are taken


def _opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data), formats=_FORMATS)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels(f"{width} × {height}")
    if max(width, height) > LONGEST_SIDE:
        raise InvalidInput.at(WHERE, f"has a side of {max(width, height)} pixels; at most {LONGEST_SIDE}")
    image.load()
    return image


def _too_many_pixels(found: str) -> InvalidInput:
    most = MOST_PIXELS // 1_000_000
    return InvalidInput.at(WHERE, f"has {found} pixels; at most {most} megapixels are taken: make it smaller")


def _what_it_is(data: bytes) -> str:
    start = data[:1024]
    if not data:
        return "is empty"
    if _SVG.search(start):
        return "is an SVG drawing, which can hold scripts: save it as PNG"
    if _HEIF.match(start):
        return "is a HEIC picture, which few programs show: save it as JPEG"
    if not start.startswith(_BEGINNINGS):
        return "is no JPEG, PNG, GIF, WebP or AVIF picture: choose one of these"
    return "is no whole JPEG, PNG, GIF, WebP or AVIF picture: open it and save it anew in one of these"


def _upright_in_srgb(image: Image.Image) -> Image.Image:
    """The pixels alone, in L, RGB, or RGBA where something of it can be seen through."""
    # A damaged EXIF block says nothing of the picture.
    with suppress(Exception):
        image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    colours, alpha = _parted(image)
    if profile and colours.mode in {"RGB", "CMYK"}:
        # A profile that is damaged, or another device's, is passed over, as browsers do.
        with suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            colours = ImageCms.profileToProfile(colours, given, _SRGB, outputMode="RGB") or colours
    if colours.mode not in {"L", "RGB"} or alpha:
        colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    # The encoders would write some of it into the files.
    colours.info.clear()
    return colours


def _parted(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The colours and, where any pixel is not opaque, the alpha channel."""
    if image.mode.startswith(("I", "F")):
        # Sixteen bits a pixel: Pillow's own conversion to eight cuts off what is above 255.
        return image.point(lambda value: value * (1 / 256)).convert("L"), None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        return image.convert("RGB"), alpha if alpha.getextrema() != (255, 255) else None
    if image.mode in {"1", "P"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    return image, None


def _shrunk(image: Image.Image) -> Image.Image:
    width, height = image.size
    if width * height <= KEPT_PIXELS:
        return image
    factor = (KEPT_PIXELS / (width * height)) ** 0.5
    size = (max(1, int(width * factor)), max(1, int(height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _encoded(sizes: list[Image.Image], *, is_jpeg: bool, few_colours: bool) -> Made:
    """The sizes, all of one type, among the two that every feed reader and mail program shows."""

    @cache
    def encoded(number: int, media_type: str) -> bytes:
        return _bytes_of(sizes[number], media_type, few_colours=few_colours)

    shown = next((n for n, each in enumerate(sizes) if each.width <= FEED_WIDTH), 0)
    is_png = not is_jpeg and (
        sizes[0].mode == "RGBA"
        or len(encoded(shown, _PNG)) <= _PNG_MAY_BE_LARGER * len(encoded(shown, _JPEG))
    )
    media_type = _PNG if is_png else _JPEG
    return Made(
        media_type,
        tuple(MadeFile(*each.size, encoded(number, media_type)) for number, each in enumerate(sizes)),
    )


def _bytes_of(image: Image.Image, media_type: str, *, few_colours: bool) -> bytes:
    file = BytesIO()
    if media_type == _JPEG:
        image.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    else:
        # Exact where the picture has no more colours than the palette.
        (image.quantize(_FEW_COLOURS) if few_colours else image).save(file, "PNG", optimize=few_colours)
    return file.getvalue()
