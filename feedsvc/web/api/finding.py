"""Lists of entries that hold the words somebody looks for."""

from typing import TYPE_CHECKING

from feedsvc.core.errors import InvalidInput, NotFound, Problem
from feedsvc.core.model import Status
from feedsvc.services import entries as desk
from feedsvc.services.searching import Found, is_cursor, search
from feedsvc.store import Reader
from feedsvc.store.listing import Wanted
from feedsvc.web.api.lists import position, wrong_cursor
from feedsvc.web.api.operations import Call

if TYPE_CHECKING:
    from feedsvc.web.api.entries import EntriesQuery

_NOT_WITH_WORDS = (
    "kind", "published_from", "published_before", "updated_from", "updated_before", "sort",
)  # fmt: skip


def find_entries(reader: Reader, call: Call) -> Found:
    """What holds the words of `q`, as far as who asks may see it. Raises InvalidInput, NotFound."""
    query: EntriesQuery = call.query
    problems = [
        Problem(name, "does not go with q") for name in _NOT_WITH_WORDS if getattr(query, name) is not None
    ]
    if problems:
        raise InvalidInput(problems)
    after = position(query, str)
    if after is not None and not is_cursor(after):
        raise wrong_cursor()
    return search(
        reader,
        query.q or "",
        office=query.office,
        country=query.country,
        topic=query.topic,
        language=query.language,
        status=_status(reader, call),
        limit=query.limit,
        after=after,
    )


def _status(reader: Reader, call: Call) -> Status | None:
    """The status to look through; None is any, for those who may read everything that is sought."""
    query: EntriesQuery = call.query
    readable = desk.seen_by(reader, call.user, Wanted()).readable
    all_of_it = readable is None or (query.office and reader.office(query.office).uuid in readable)
    if all_of_it:
        return query.status
    if query.status in {None, Status.PUBLISHED}:
        return Status.PUBLISHED
    raise NotFound("What is not published is found by words only in an office that you may read: name it.")
