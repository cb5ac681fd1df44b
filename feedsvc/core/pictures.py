"""Pictures kept by this site: the names of their files, and which file is for what.

A picture is several files: the whole one, and smaller ones of fixed widths. All their bytes make
its digest, so a name never changes its meaning; the width stands in the name, so which files there
are can be told from one of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from feedsvc.core import urls
from feedsvc.core.model import Enclosure, EntryDraft, Image

FEED_WIDTH = 1200  # what link previews and retina screens of readers ask for
MAIL_WIDTH = 640  # the column of a mail is 600 wide
WIDTHS = (FEED_WIDTH, MAIL_WIDTH, 320)
TYPES: Mapping[str, str] = {"jpg": "image/jpeg", "png": "image/png"}
Pictures = Mapping[str, Image]  # those that are kept here, by path
_ENDINGS = {media_type: ending for ending, media_type in TYPES.items()}
# Without a width: the pictures of feedsvc 0.1, which are one file each.
_NAME = re.compile(r"(?P<digest>[0-9a-f]{32,64})(?:-(?P<width>[1-9][0-9]{0,4}))?\.(?P<ending>jpg|png)")

UNKNOWN = "there is no such picture here: upload it first (`feedsvc picture add`), or give its full address"


class PictureName(NamedTuple):
    """The name of a picture's file, taken apart; `type` is its media type."""

    digest: str
    width: int | None
    type: str


@dataclass(frozen=True, slots=True)
class PictureFile:
    """One file of a picture: pixels, and bytes."""

    name: str
    width: int
    height: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as stored: `files` from the widest, the whole picture, down.

    `alt` and `credit` are for entries that say none of their own. `office` is a slug, None for
    pictures of the site itself; `uploaded` the last time that somebody brought it.
    """

    digest: str
    type: str
    files: tuple[PictureFile, ...]
    alt: str
    credit: str
    office: str | None
    by: str
    uploaded: datetime

    @property
    def image(self) -> Image:
        """The picture as entries and feeds show it: the widest file of FEED_WIDTH at most."""
        shown = next((file for file in self.files if file.width <= FEED_WIDTH), self.files[-1])
        return self._image(shown)

    def image_at(self, path: str) -> Image | None:
        """The file of the picture that lies at a path of this site."""
        found = (file for file in self.files if urls.picture_path(file.name) == path)
        return next((self._image(file) for file in found), None)

    def _image(self, file: PictureFile) -> Image:
        url = urls.picture_path(file.name)
        return Image(url, self.alt, self.credit, file.width, file.height, self.type, file.length)


def parse_name(name: str) -> PictureName | None:
    """What a file's name says; None for any other name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    return PictureName(match["digest"], int(match["width"] or 0) or None, TYPES[match["ending"]])


def name_at(url: str | None) -> PictureName | None:
    """What a path of this site says of the picture's file there; None for any other URL."""
    start = urls.picture_path("")
    return parse_name(url.removeprefix(start)) if url and url.startswith(start) else None


def file_name(digest: str, width: int, media_type: str) -> str:
    """The name of a picture's file of a width."""
    return f"{digest}-{width}.{_ENDINGS[media_type]}"


def smaller_sizes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """The sizes in which a picture is kept besides its own, width and height, from the widest down.

    Each height is made from the next larger size, so that the sizes below one are the same whether
    they are counted from it or from the whole picture.
    """
    widths = (width, *(each for each in WIDTHS if each < width))
    heights = [height]
    for wider, narrower in pairwise(widths):
        heights.append(max(1, round(heights[-1] * narrower / wider)))
    return tuple(zip(widths, heights, strict=True))[1:]


def sizes_of(image: Image) -> tuple[Image, ...]:
    """An entry's picture and the smaller ones of it, from the widest down; alone when it is not
    kept here. How many bytes the smaller ones have is not told."""
    name = name_at(image.url)
    if name is None or name.width is None or name.width != image.width or not image.height:
        return (image,)
    smaller = (
        replace(
            image,
            url=urls.picture_path(file_name(name.digest, width, name.type)),
            width=width,
            height=height,
            length=None,
        )
        for width, height in smaller_sizes(image.width, image.height)
    )
    return (image, *smaller)


def for_mail(image: Image) -> Image:
    """The size of an entry's picture for mail: the widest of MAIL_WIDTH at most, if it is kept here."""
    sizes = sizes_of(image)
    return next((each for each in sizes if (each.width or 0) <= MAIL_WIDTH), sizes[-1])


def own_paths(draft: EntryDraft, base_url: str) -> Iterator[str]:
    """The paths of this site's pictures that a draft names."""
    named = [each.url for each in draft.enclosures] + [draft.image.url if draft.image else None]
    for url in named:
        path = own_path(url, base_url)
        if path is not None:
            yield path


def own_path(url: str | None, base_url: str) -> str | None:
    """The path of a picture of this site, whether its URL is absolute or not; None for any other."""
    path = (url or "").removeprefix(base_url)
    return path if path.startswith(urls.picture_path("")) else None


def with_stored_facts(
    draft: EntryDraft, kept: Pictures, base_url: str, refuse: Callable[[str, str], None]
) -> EntryDraft:
    """The draft with what is known of the pictures that are kept here, whatever it says of them:
    path, size, type and length. Alternative text and credit are its own if it has them.

    One that is not in `kept` is refused.
    """
    image = draft.image
    path = own_path(image.url, base_url) if image else None
    if image is not None and path is not None:
        if path in kept:
            known = kept[path]
            image = replace(known, alt=image.alt or known.alt, credit=image.credit or known.credit)
        else:
            refuse("image.url", UNKNOWN)
    enclosures = []
    for number, enclosure in enumerate(draft.enclosures, 1):
        path = own_path(enclosure.url, base_url)
        if path is not None and path not in kept:
            refuse(f"enclosures[{number}].url", UNKNOWN)
        enclosures.append(_enclosure(enclosure, kept.get(path or "")))
    return replace(draft, image=image, enclosures=tuple(enclosures))


def _enclosure(enclosure: Enclosure, known: Image | None) -> Enclosure:
    if known is None or known.url is None:
        return enclosure
    return Enclosure(known.url, known.type or enclosure.type, known.length, enclosure.title)
