"""Files sent to the API, and what it says of them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from feedsvc.web.api.shapes.kinds import CountryCode, File, Slug, Uuid

Format = Literal["auto", "page", "html", "feed", "wordpress", "csv", "json"]


class ImportForm(Struct, forbid_unknown_fields=True):
    """The files to import, in one form."""

    file: list[File]


class ImportedCountry(Struct, forbid_unknown_fields=True):
    """A country of an item, and the word of its text that gave it; null where the file named it."""

    code: CountryCode
    word: str | None


class ImportedRow(Struct, forbid_unknown_fields=True):
    """What became of one item; `line` is null where a file as a whole was refused."""

    file: str
    line: int | None
    outcome: Literal["new", "changed", "unchanged", "refused"]
    title: str
    date: str | None
    countries: list[ImportedCountry]
    note: str
    uuid: Uuid | None


class ImportReport(Struct, forbid_unknown_fields=True):
    """What an import did, or would do; `offices` tells what was learnt of offices."""

    dry_run: bool
    counts: dict[str, int]
    offices: list[str]
    rows: list[ImportedRow]


class PictureForm(Struct, forbid_unknown_fields=True):
    """A picture, what it shows, and who is to be named for it."""

    picture: File
    alt: Annotated[str, Meta(min_length=1, max_length=1_000)]
    credit: Annotated[str, Meta(min_length=1, max_length=500)]
    office: Slug | None = None
