"""The kinds of values that shapes are made of, and the shapes that every part of the API has."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

LARGEST = 2**53 - 1

_Item = TypeVar("_Item")

Text = Annotated[str, Meta(max_length=10_000)]
Short = Annotated[str, Meta(max_length=2_000)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Uuid = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        extra_json_schema={"format": "uuid"},
    ),
]
CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2", examples=["UZ"])]
Language = Annotated[str, Meta(pattern="^[a-z]{2,3}$", description="BCP 47", examples=["en", "ru"])]
Moment = Annotated[datetime, Meta(tz=True, description="RFC 3339", examples=["2026-06-12T09:00:00Z"])]
Number = Annotated[int, Meta(ge=0, le=LARGEST)]
Size = Annotated[int, Meta(ge=1, le=LARGEST)]
File = Annotated[str, Meta(extra_json_schema={"format": "binary"})]


class Page(Struct, Generic[_Item], forbid_unknown_fields=True):
    """Part of a list; `next` is the address at which it goes on, null at its end."""

    items: list[_Item]
    next: str | None


class FieldProblem(Struct, forbid_unknown_fields=True):
    """One thing that is wrong: a field, a parameter, or a line and column; and what to do."""

    where: str
    message: str


class Problem(Struct, omit_defaults=True):
    """Why a request was refused (RFC 9457); `errors` names each wrong field."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = []
