"""Lists page by page: the cursor at which the next page goes on, and its address."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from flask import request

from feedsvc.core.errors import InvalidInput
from feedsvc.web.room import room

MOST = 200
Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[str, msgspec.Meta(max_length=500, description="Where to go on: part of `next`.")]


class Paged(msgspec.Struct, kw_only=True):
    """The query of a list."""

    limit: Limit = 50
    cursor: Cursor | None = None


def page(items: Sequence[Any], following: Any, **more: Any) -> dict[str, Any]:
    """Part of a list; `following` is where it goes on, as `position` gives it back, None at its end."""
    return {"items": items, "next": None if following is None else _address(following), **more}


def cut(items: Sequence[Any], query: Paged, key: Callable[[Any], str]) -> tuple[Sequence[Any], str | None]:
    """The page of a list that is all at hand, in the order of a key; and the key to go on after."""
    after = position(query, str)
    rest = items if after is None else [each for each in items if key(each) > after]
    shown = rest[: query.limit]
    return shown, key(shown[-1]) if len(rest) > len(shown) else None


def position(query: Paged, kind: Any) -> Any:
    """The place after which to go on, None from the beginning.

    Raises InvalidInput for a cursor that was not given by a list with the same filters.
    """
    if query.cursor is None:
        return None
    try:
        data = base64.b64decode(query.cursor.encode("ascii"), altchars=b"-_", validate=True)
        asked, found = msgspec.json.decode(data, type=tuple[str, kind])
    except (binascii.Error, UnicodeError, msgspec.DecodeError, RecursionError):
        raise wrong_cursor() from None
    if asked != _filters():
        raise wrong_cursor()
    return found


def wrong_cursor() -> InvalidInput:
    """What is raised for a cursor that is none of this list."""
    return InvalidInput.at("cursor", "was not given by this list: begin it anew, without a cursor")


def _filters() -> str:
    return urlencode(sorted((name, text) for name, text in _asked().items() if name != "limit"))


def _asked() -> Mapping[str, str]:
    return {name: text for name, text in request.args.items() if name != "cursor"}


def _address(following: Any) -> str:
    cursor = base64.urlsafe_b64encode(msgspec.json.encode((_filters(), following))).decode()
    return room().settings.base_url + request.path + "?" + urlencode({**_asked(), "cursor": cursor})
