"""`/search?q=`: entries in words. A form that works without scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, render_template, request

from feedsvc.core import urls
from feedsvc.core.countries import country_name
from feedsvc.core.excerpts import Piece
from feedsvc.core.text import one_line
from feedsvc.core.wording import language_name, name_in
from feedsvc.services.searching import MOST, Found, Hit, is_cursor, search
from feedsvc.store import Reader, naming
from feedsvc.store.searching import countries_spoken_of
from feedsvc.web import views
from feedsvc.web.feed_views import Shelf, sort_key
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.pages import shelf_of
from feedsvc.web.room import reading
from feedsvc.web.views import Day, Frame, Link
from feedsvc.web.wording import words

blueprint = Blueprint("searching", __name__)
blueprint.after_request(let_pages_be_asked_again)

_LONGEST = 200  # characters of what was typed that are shown and looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the values that a search can be narrowed to."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way to narrow a search: its parameter, the words for no choice, and its values."""

    name: str
    label: str
    everything: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitCard:
    """An entry that was found, in its own language."""

    href: str
    language: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    kind: str
    place: str
    day: Day
    office: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """`/search`. `said` tells how it went, "" before anything was asked for; `wider` is the search
    without what narrows it, where that found nothing."""

    frame: Frame
    heading: str
    typed: str
    said: str
    choices: tuple[Choice, ...]
    hits: tuple[HitCard, ...]
    nothing: bool
    wider: str | None
    first: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the request asks for, as far as it is known."""

    typed: str
    choices: tuple[Choice, ...]
    after: str | None

    @property
    def chosen(self) -> dict[str, str]:
        """The values that the search is narrowed to, by parameter."""
        return {each.name: one.value for each in self.choices for one in each.options if one.chosen}


@blueprint.get(urls.SEARCH)
def searching() -> str:
    """Entries with all the words of `q`, narrowed by `office`, `country`, `topic` and `lang`."""
    with reading() as (reader, site):
        shelf = shelf_of(reader, site)
        asked = _asked(reader, shelf)
        found = search(
            reader,
            asked.typed,
            office=asked.chosen.get("office"),
            country=asked.chosen.get("country"),
            topic=asked.chosen.get("topic"),
            language=asked.chosen.get("lang"),
            limit=site.page_size,
            after=asked.after,
        )
        page = _page(shelf, asked, found)
    return render_template("search.html", page=page, frame=page.frame)


def _asked(reader: Reader, shelf: Shelf) -> _Asked:
    typed = one_line(request.args.get("q", "")[:_LONGEST])
    after = request.args.get("after", "")
    return _Asked(typed, _choices(reader, shelf), after if is_cursor(after) else None)


def _page(shelf: Shelf, asked: _Asked, found: Found) -> SearchPage:
    typed, chosen = asked.typed, asked.chosen
    phrases = words(shelf.language)
    heading = phrases["search_heading"]
    here = urls.search_path(typed, **chosen)
    return SearchPage(
        frame=views.frame(
            shelf,
            heading=f"{typed} – {heading}" if typed else heading,
            description=phrases["search_how"],
            canonical=here,
            feeds=(),
        ),
        heading=heading,
        typed=typed,
        said=_said(found, typed, shelf.language),
        choices=asked.choices,
        hits=tuple(_hit_card(hit, shelf) for hit in found.hits),
        nothing=bool(typed) and not found.total,
        wider=urls.search_path(typed) if chosen and found.has_words and not found.total else None,
        first=here if asked.after else None,
        next=urls.search_path(typed, **chosen, after=found.next) if found.next else None,
    )


def _said(found: Found, typed: str, language: str) -> str:
    phrases = words(language)
    if not typed:
        return ""
    if not found.has_words:
        return phrases["search_no_words"].format(typed=typed)
    if not found.total:
        return phrases["search_nothing"].format(typed=typed)
    key = "search_found_more" if found.is_more else "search_found"
    return phrases[key].format(count=f"{MOST if found.is_more else found.total:,}".replace(",", "\u00a0"))


def _hit_card(hit: Hit, shelf: Shelf) -> HitCard:
    entry = hit.entry
    return HitCard(
        href=urls.entry_path(entry.uuid, entry.title),
        language=entry.language,
        title=hit.title,
        excerpt=hit.excerpt,
        kind=entry.kind,
        place=entry.place,
        day=views.published_day(entry, shelf),
        office=views.office_link(shelf.offices[entry.office], entry.language, shelf.language),
    )


def _choices(reader: Reader, shelf: Shelf) -> tuple[Choice, ...]:
    language = shelf.language
    offices = ((office.slug, views.office_name(office, language)) for office in shelf.offices.values())
    countries = ((code.lower(), country_name(code, language)) for code in countries_spoken_of(reader))
    topics = ((topic.slug, name_in(topic.names, language)) for topic in shelf.topics.values())
    spoken = ((each, language_name(each)) for each in shelf.site.languages)
    return (
        _choice("office", "offices", offices, language, naming.office_slugs_now(reader)),
        _choice("country", "countries", countries, language),
        _choice("topic", "topics", topics, language, naming.topic_slugs_now(reader)),
        _choice("lang", "languages", spoken, language),
    )


def _choice(
    name: str,
    many: str,
    values: Iterable[tuple[str, str]],
    language: str,
    now: Mapping[str, str] = MappingProxyType({}),
) -> Choice:
    """What is asked for and is none of the values is ignored, as pages ignore what they do not know;
    `now` is what former values are called."""
    asked = request.args.get(name, "").lower()
    asked = now.get(asked, asked)
    ordered = sorted(values, key=lambda each: sort_key(each[1]))
    return Choice(
        name=name,
        label=words(language)[f"search_{name}"],
        everything=words(language)[f"all_{many}"],
        options=tuple(Option(value=value, text=text, chosen=value == asked) for value, text in ordered),
    )
