"""Kept sources as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from feedsvc.web.api.shapes.files import Format
from feedsvc.web.api.shapes.kinds import Language, Short, Slug, Uuid


class Source(Struct, forbid_unknown_fields=True):
    """A kept source and how it fares; `every` is in seconds."""

    uuid: Uuid
    url: str
    office: Slug
    language: str | None
    format: str
    last_status: int | None
    last_error: str
    failures: int
    by: str
    created: datetime
    next_poll: datetime
    last_poll: datetime | None
    last_success: datetime | None
    every: int
    state: Literal["new", "well", "partly", "failing", "paused", "gone"]
    former_urls: list[str]
    last_counts: dict[str, int]


Every = Annotated[int, Meta(ge=300, le=30 * 86_400, description="seconds")]


class SourceGiven(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A source to keep."""

    url: Short
    office: Slug
    every: Every = 3600
    language: Language | None = None
    format: Format = "auto"
    paused: bool = False


class SourcePatch(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is to change of a source; it is then read again as if for the first time."""

    url: Short | UnsetType = UNSET
    office: Slug | UnsetType = UNSET
    every: Every | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    format: Format | UnsetType = UNSET
    paused: bool | UnsetType = UNSET
