"""The size of a picture on another site: asked for once, so that feeds can say it."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.errors import FetchFailed, NotFound
from feedsvc.core.model import Entry, Image
from feedsvc.fetching import Fetched
from feedsvc.services.outgoing import ask
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.store import Reader, Store, Writer

TRIES = 4

_FIRST_BYTES = 512 * 1024  # nearly every header of a picture ends well before
_SECONDS = 15.0
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_LONGEST_SIDE = 100_000  # pixels; more is no picture for a page
_ORIENTATION = 0x0112  # EXIF; from 5 on the picture is shown on its side
_ACCEPT = "image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5"


def run(
    store: Store, settings: Settings, payload: Mapping[str, str], now: datetime
) -> Callable[[Writer], None]:
    """Ask for the picture's first bytes; what is to be stored. Raises FetchFailed."""
    url = payload["url"]
    with store.reading() as reader:
        if not _still_wants(_entry(reader, payload["entry"]), url):
            return lambda _: None
    fetched = ask(settings, url, accept=_ACCEPT, max_bytes=_FIRST_BYTES, deadline_seconds=_SECONDS, cut=True)
    if fetched.status != 200:
        lasting = 400 <= fetched.status < 500 and fetched.status not in {408, 425, 429}
        raise FetchFailed(f"The picture's site answered {fetched.status}.", lasting=lasting)
    measured = _measured(fetched)

    def store_it(writer: Writer) -> None:
        entry = _entry(writer, payload["entry"])
        if entry is None or entry.image is None or not _still_wants(entry, url):
            return  # a person gave it another picture, or a size, meanwhile
        site = describe_site(settings, writer.site_record())
        publisher = Publisher(writer, site, now=now, actor=the_machine("picture size"))
        image = replace(
            entry.image,
            width=measured.width,
            height=measured.height,
            type=measured.type,
            length=measured.length or entry.image.length,
        )
        publisher.edit(entry.uuid, replace(entry.as_draft(), image=image))

    return store_it


def _entry(reader: Reader, uuid: str) -> Entry | None:
    try:
        return reader.entry(uuid)
    except NotFound:
        return None


def _still_wants(entry: Entry | None, url: str) -> bool:
    if entry is None or not entry.released or entry.image is None:
        return False
    return entry.image.url == url and not (entry.image.width and entry.image.height)


def _measured(fetched: Fetched) -> Image:
    """Width, height, type and length of a picture by its first bytes. Raises FetchFailed, lasting."""
    import PIL.Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures with many pixels; none is decoded here.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(BytesIO(fetched.body), formats=_FORMATS) as picture:
                width, height = picture.size
                mime = PIL.Image.MIME[picture.format or ""]
                if picture.getexif().get(_ORIENTATION, 1) >= 5:
                    width, height = height, width
    except Exception as error:  # Pillow raises nearly anything for what is no picture
        raise FetchFailed("It is no picture in PNG, JPEG, GIF or WebP.", lasting=True) from error
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
        raise FetchFailed("Its size is that of no picture.", lasting=True)
    return Image(width=width, height=height, type=mime, length=_length(fetched))


def _length(fetched: Fetched) -> int | None:
    if fetched.is_whole:
        return len(fetched.body)
    said = fetched.headers.get("content-length", "")
    # Of a compressed answer it would count what was sent, not the picture.
    is_plain = "content-encoding" not in fetched.headers
    return int(said) if is_plain and said.isascii() and said.isdecimal() and len(said) < 13 else None
