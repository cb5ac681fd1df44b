"""The newsroom's first page: what needs a person first, then every entry that they may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.countries import country_name
from feedsvc.core.errors import NotFound
from feedsvc.core.model import Entry, Status
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.wording import language_name
from feedsvc.services.attention import attention
from feedsvc.services.entries import seen_by
from feedsvc.services.searching import MOST, is_cursor, search
from feedsvc.store import Reader
from feedsvc.store.listing import Concern, Place, Sort, Wanted, count_by_status, list_entries
from feedsvc.store.searching import countries_spoken_of
from feedsvc.web.editor import showing
from feedsvc.web.editor.advising import in_short
from feedsvc.web.editor.desk import page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import Names, names_in, number
from feedsvc.web.editor.waiting import unsaved
from feedsvc.web.feed_views import sort_key
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("news")

_ON_A_PAGE = 30
_LONGEST_SEARCH = 200
# What each way of changing many entries at once needs in some office.
_NEEDED: Mapping[str, Action] = {
    "publish": Action.PUBLISH,
    "schedule": Action.PUBLISH,
    "withdraw": Action.WITHDRAW,
    "restore": Action.WITHDRAW,
    "add_topic": Action.WRITE,
    "remove_topic": Action.WRITE,
    "add_country": Action.WRITE,
    "remove_country": Action.WRITE,
}
Option = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to: what the address says and this site knows; "" is any."""

    q: str = ""
    office: str = ""
    country: str = ""
    language: str = ""
    status: str = ""
    mine: str = ""

    @property
    def are_set(self) -> bool:
        """Whether the list is narrowed at all."""
        return any(getattr(self, name) for name in self.__slots__)

    def path(self, **others: str) -> str:
        """The address of the list as it is narrowed, or otherwise."""
        return urls.list_path(**{name: getattr(self, name) for name in self.__slots__} | others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Part of the list. `counts` are by status, None for a search; `following` is the cursor."""

    entries: list[Entry]
    total: str
    counts: Mapping[Status, int] | None
    following: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A status to choose."""

    name: str
    count: str
    href: str
    current: bool


@blueprint.get("")
def news() -> str:
    """What needs me first, and the list."""
    actor, here = person(), room()
    with reading() as (reader, site):
        names = names_in(reader, site)
        filters = _filters(reader, names)
        after = request.args.get("after", "")
        listed = _listed(reader, filters, actor, after)
        is_front = not (filters.are_set or after)
        first = attention(reader, now=here.clock(), actor=actor) if is_front else None
        options = _options(reader, names)
    return page(
        "news.html",
        say("list_heading"),
        section="news",
        filters=filters,
        options=options,
        rows=[showing.row(each, names, actor) for each in listed.entries],
        listed=listed,
        tabs=_tabs(filters, listed),
        older=filters.path(after=listed.following) if listed.following else "",
        latest=filters.path() if after else "",
        here=filters.path(after=after),
        every=filters.path(after=after, all="1"),
        all_chosen="all" in request.args,
        actions=[(each, say(f"bulk_{each}")) for each in _actions(names, actor)],
        first=first,
        show=lambda entry: showing.row(entry, names, actor),
        late=lambda entry: entry.scheduled_for is not None and entry.scheduled_for <= here.clock(),
        moment=lambda at, office: names.moment(at, office).words,
        unsaved=[unsaved(each, names) for each in first.copies] if first else [],
        advised=in_short,
        urls=urls,
        mine=Filters(mine="1"),
        may_write=any(actor.may(Action.WRITE, each.uuid) for each in names.offices.values()),
    )


def _filters(reader: Reader, names: Names) -> Filters:
    asked = request.args
    status, language = asked.get("status", ""), asked.get("language", "")
    country = asked.get("country", "").upper()
    return Filters(
        q=asked.get("q", "").strip()[:_LONGEST_SEARCH],
        office=_slug_now(reader, asked.get("office", "")),
        country=country if country in _country_codes(reader, names) else "",
        language=language if language in names.site.languages else "",
        status=status if status in set(Status) else "",
        mine="1" if asked.get("mine") else "",
    )


def _slug_now(reader: Reader, slug: str) -> str:
    """What an office is called by now: a bookmark may be old. What is unknown narrows nothing."""
    try:
        return reader.office(slug).slug if slug else ""
    except NotFound:
        return ""


def _country_codes(reader: Reader, names: Names) -> set[str]:
    return {
        *countries_spoken_of(reader),
        *(code for each in names.offices.values() for code in countries_of(each)),
    }


def _listed(reader: Reader, filters: Filters, actor: Actor, after: str) -> Listed:
    wanted = seen_by(reader, actor, _wanted(filters, actor))
    if filters.q:
        return _searched(reader, filters, wanted, after)
    start = Place(None, int(after)) if after.isascii() and after.isdecimal() and len(after) < 19 else None
    found = list_entries(reader, wanted, sort=Sort.CREATED, limit=_ON_A_PAGE, after=start)
    counts = count_by_status(reader, replace(wanted, statuses=frozenset(Status)))
    shown = counts.values() if not filters.status else [counts.get(Status(filters.status), 0)]
    return Listed(
        entries=found.entries,
        total=showing.counted("entries", sum(shown)),
        counts=counts,
        following=str(found.last.number) if found.last else "",
    )


def _wanted(filters: Filters, actor: Actor) -> Wanted:
    return Wanted(
        statuses=frozenset([Status(filters.status)] if filters.status else Status),
        office=filters.office or None,
        country=filters.country or None,
        language=filters.language or None,
        concerning=Concern(actor.user, frozenset()) if filters.mine else None,
    )


def _searched(reader: Reader, filters: Filters, wanted: Wanted, after: str) -> Listed:
    owner = wanted.concerning.owner if wanted.concerning else None
    found = search(
        reader,
        filters.q,
        office=wanted.office,
        country=wanted.country,
        language=wanted.language,
        status=Status(filters.status) if filters.status else None,
        readable=wanted.readable,
        limit=MOST if owner else _ON_A_PAGE,
        after=after if is_cursor(after) else None,
    )
    entries = [hit.entry for hit in found.hits if owner is None or hit.entry.owner == owner]
    key = "found_more" if found.is_more else "found"
    return Listed(
        entries=entries,
        total=showing.counted(key, len(entries) if owner else found.total),
        counts=None,
        following=found.next or "",
    )


def _tabs(filters: Filters, listed: Listed) -> list[Tab]:
    counts = listed.counts
    each = {"": sum(counts.values()) if counts else 0} | {
        status.value: counts.get(status, 0) if counts else 0 for status in Status
    }
    return [
        Tab(
            name=say(f"tab_{status or 'all'}"),
            count=number(count) if counts is not None else "",
            href=filters.path(status=status),
            current=filters.status == status,
        )
        for status, count in each.items()
    ]


def _options(reader: Reader, names: Names) -> Mapping[str, list[Option]]:
    """What each field of the filter offers, any first."""
    offices = [(slug, names.office(slug)) for slug in names.offices]
    countries = [(code, country_name(code, spoken())) for code in _country_codes(reader, names)]
    languages = [(each, language_name(each)) for each in names.site.languages]
    every = {"office": offices, "country": countries, "language": languages}
    return {
        name: [("", say(f"any_{name}")), *sorted(found, key=lambda each: sort_key(each[1]))]
        for name, found in every.items()
    }


def _actions(names: Names, actor: Actor) -> list[str]:
    """The ways of changing many entries that somebody may use somewhere."""
    offices = [each.uuid for each in names.offices.values()]
    return [name for name, needed in _NEEDED.items() if any(actor.may(needed, office) for office in offices)]
