"""What the page of an office tells of its past and its end: where it came from, where its work goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedsvc.core.dates import in_words, local_date
from feedsvc.core.endings import Ending
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import Office
from feedsvc.web import views
from feedsvc.web.feed_views import Shelf
from feedsvc.web.views import Link
from feedsvc.web.wording import words


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history, and the offices that it speaks of; `is_past` where it is nothing that a
    reader must know today."""

    text: str
    links: tuple[Link, ...] = ()
    is_past: bool = True


def history_of(shelf: Shelf, office: Office, merged: Iterable[Office]) -> tuple[Told, ...]:
    """The history of an office: `merged` are those that went into it."""
    return (*_end(shelf, office), *_beginnings(shelf, office, merged))


def _end(shelf: Shelf, office: Office) -> Iterator[Told]:
    ending, say = office.ending, words(shelf.language)
    if ending is None:
        return
    successors = [shelf.offices[slug] for slug in ending.successors]
    key = "office_closed" if ending.over else "office_closes"
    yield Told(say[key].format(day=_day(shelf, office, ending)), is_past=False)
    if successors:
        yield Told(say["office_goes_on"], _links(shelf, successors), is_past=False)


def _beginnings(shelf: Shelf, office: Office, merged: Iterable[Office]) -> Iterator[Told]:
    say = words(shelf.language)
    for each in merged:
        if each.ending is not None:
            name = views.office_name(each, shelf.language)
            yield Told(say["office_merged"].format(name=name, day=_day(shelf, office, each.ending)))
    before = [
        each
        for each in shelf.offices.values()
        if each.ending is not None and office.slug in each.ending.successors
    ]
    if before:
        yield Told(say["office_continues"], _links(shelf, before))


def _links(shelf: Shelf, offices: Iterable[Office]) -> tuple[Link, ...]:
    return tuple(views.office_link(each, shelf.language) for each in offices)


def _day(shelf: Shelf, office: Office, ending: Ending) -> str:
    return in_words(local_date(ending.at, zone_of(office, shelf.site)), shelf.language)
