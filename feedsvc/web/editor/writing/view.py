"""The form as a page shows it: what may be chosen, what is chosen, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.countries.suggesting import SPOKEN, Suggestion
from feedsvc.core.errors import Problem
from feedsvc.core.form_reading import CHOSEN, FormReading
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import Entry, Office, Site
from feedsvc.core.pictures import own_path
from feedsvc.core.rich_field import can_be_edited
from feedsvc.core.rich_text import content_of_typed, tidy_html
from feedsvc.core.subscriptions import countries_of
from feedsvc.core.wording import language_name, name_in
from feedsvc.core.working_copy import WorkingCopy
from feedsvc.services import advising, drafting
from feedsvc.store import Reader
from feedsvc.store.accounts import user_of_email
from feedsvc.store.working import kinds_in_use
from feedsvc.web.editor.advising import Hint, Line, field_of, hints, lines
from feedsvc.web.editor.desk import person, say, spoken
from feedsvc.web.editor.showing import When, moment
from feedsvc.web.room import room

_SPARE_ROWS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may be chosen: `value` is sent, `name` read."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChoice:
    """An office that may be chosen, and what follows from it: `countries` by code, its time zone."""

    value: str
    name: str
    chosen: bool
    countries: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """All that the template of the form asks for."""

    copy: WorkingCopy
    is_kept: bool
    kept_at: str
    entry: Entry | None
    is_released: bool
    published: When | None
    scheduled: When | None
    offices: tuple[OfficeChoice, ...]
    languages: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    kinds: tuple[str, ...]
    near: tuple[Choice, ...]
    far: tuple[Choice, ...]
    are_chosen: bool
    enclosures: tuple[tuple[str, ...], ...]
    authors: tuple[tuple[str, ...], ...]
    zone: str
    rich: str | None
    image_src: str
    lines: Sequence[Line]
    hints: Sequence[Hint]
    problems: Mapping[str, str]
    others: Sequence[str]
    twice: tuple[str, ...]
    may_publish: bool
    asks: str
    most_mb: int

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.copy.text(name)

    def problem(self, name: str) -> str:
        """What is wrong with a field."""
        return self.problems.get(name, "")


def form_view(
    reader: Reader,
    site: Site,
    copy: WorkingCopy,
    *,
    is_kept: bool,
    problems: Iterable[Problem] = (),
    asks: str = "",
) -> FormView:
    """The form of a working copy, kept or about to be; `problems` are those of the last try, `asks` is
    what is to be confirmed."""
    actor, language = person(), spoken()
    entry = drafting.entry_of_copy(reader, copy)
    reading = drafting.read_copy(reader, site, copy)
    zone = drafting.zone_of_slug(reader, site, copy.text("office"))
    offices = _offices(reader, actor, entry)
    found = hints(_suggested(reader, copy), _taken(copy))
    near, far = _countries(copy, offices, [hint.code for hint in found], language)
    wrong = _by_field(problems)
    return FormView(
        copy=copy,
        is_kept=is_kept,
        kept_at=clock(copy.saved_at, zone),
        entry=entry,
        is_released=entry is not None and entry.released,
        published=moment(entry.published, zone) if entry and entry.published else None,
        scheduled=moment(entry.scheduled_for, zone) if entry and entry.scheduled_for else None,
        offices=tuple(_office_choices(offices, copy.text("office"), site, language)),
        languages=_languages(copy, site),
        topics=_topics(reader, copy, language),
        kinds=tuple(kinds_in_use(reader)),
        near=near,
        far=far,
        are_chosen=copy.text("countries_are") == CHOSEN,
        enclosures=_rows(copy, "enclosure_url", "enclosure_title"),
        authors=_rows(copy, "author_name", "author_email", "author_uri"),
        zone=zone,
        rich=_rich(copy, entry),
        image_src=_image_src(copy, site),
        lines=said_of(reader, site, copy, reading),
        hints=found,
        problems={name: text for name, text in wrong.items() if name in _SHOWN_AT_FIELDS},
        others=[text for name, text in wrong.items() if name not in _SHOWN_AT_FIELDS],
        twice=reading.twice,
        may_publish=_may_publish(reader, actor, entry, offices),
        asks=asks,
        most_mb=room().settings.picture_mb,
    )


def _languages(copy: WorkingCopy, site: Site) -> tuple[Choice, ...]:
    chosen = copy.text("language")
    return tuple(Choice(value=tag, name=language_name(tag), chosen=tag == chosen) for tag in site.languages)


def _topics(reader: Reader, copy: WorkingCopy, language: str) -> tuple[Choice, ...]:
    chosen = copy.fields.get("topics", ())
    return tuple(
        Choice(value=each.slug, name=name_in(each.names, language), chosen=each.slug in chosen)
        for each in reader.topics()
    )


def named(reader: Reader, by: str) -> str:
    """Who did something, by the name of the account that versions name by its e-mail address."""
    user = user_of_email(reader, by)
    return user.name or by if user else by


def clock(moment: datetime, zone: str) -> str:
    """What the clock on the wall shows: 14:03."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def said_of(reader: Reader, site: Site, copy: WorkingCopy, reading: FormReading) -> list[Line]:
    """What there is to say of what was typed, in the words of whoever looks; of a form without a title,
    which has just been opened, nothing yet."""
    if not reading.draft.title:
        return []
    found = advising.advice_on(
        reader,
        site,
        reading.draft,
        now=room().clock(),
        known=drafting.entry_of_copy(reader, copy),
        release=reading.release,
    )
    return lines(found)


def hints_of(reader: Reader, copy: WorkingCopy) -> list[Hint]:
    """The countries that what was typed speaks of."""
    return hints(_suggested(reader, copy), _taken(copy))


def _suggested(reader: Reader, copy: WorkingCopy) -> tuple[Suggestion, ...]:
    return advising.suggested_countries(reader, {name: copy.text(name) for name in SPOKEN})


def _taken(copy: WorkingCopy) -> tuple[str, ...]:
    return copy.fields.get("countries", ()) if copy.text("countries_are") == CHOSEN else ()


def _offices(reader: Reader, actor: Actor, entry: Entry | None) -> list[Office]:
    """Those that may be written in; that of the entry too, closed as it may be."""
    found = {office.slug: office for office in drafting.offices_to_write_in(reader, actor)}
    if entry is not None:
        office = reader.office(entry.office)
        found.setdefault(office.slug, office)
    return list(found.values())


def _office_choices(
    offices: Iterable[Office], chosen: str, site: Site, language: str
) -> Iterator[OfficeChoice]:
    for office in offices:
        yield OfficeChoice(
            value=office.slug,
            name=name_in(office.names, language),
            chosen=office.slug == chosen,
            countries=" ".join(sorted(countries_of(office))),
            zone=zone_of(office, site),
        )


def _countries(
    copy: WorkingCopy, offices: Sequence[Office], found: Sequence[str], language: str
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The countries that are likely to be chosen, or are, and all the others; by name."""
    chosen = copy.fields.get("countries", ())
    likely = set(chosen) | set(found)
    for office in offices:
        if office.slug == copy.text("office") or len(offices) == 1:
            likely |= countries_of(office)
    every = [
        Choice(value=code, name=country_name(code, language), chosen=code in chosen)
        for code in country_codes()
    ]
    every.sort(key=lambda each: each.name)
    return (
        tuple(each for each in every if each.value in likely),
        tuple(each for each in every if each.value not in likely),
    )


def _rows(copy: WorkingCopy, *names: str) -> tuple[tuple[str, ...], ...]:
    """Rows of fields that belong together, and an empty one."""
    columns = [copy.fields.get(name, ()) for name in names]
    count = max(map(len, columns))
    rows = [tuple(column[at] if at < len(column) else "" for column in columns) for at in range(count)]
    return (*(row for row in rows if any(row)), *[("",) * len(names)] * _SPARE_ROWS)


def _rich(copy: WorkingCopy, entry: Entry | None) -> str | None:
    """The text for the editing field; None where that would lose something of it."""
    body = copy.text("body")
    is_stored = entry is not None and body == entry.content_html
    if is_stored and not can_be_edited(body):
        return None
    tidy = tidy_html(body) if is_stored else content_of_typed(body)
    return tidy_html(tidy, for_editing=True) if can_be_edited(tidy) else None


def _image_src(copy: WorkingCopy, site: Site) -> str:
    url = copy.text("image_url").strip()
    return own_path(url, site.base_url) or (url if url.startswith(("http://", "https://")) else "")


def _may_publish(reader: Reader, actor: Actor, entry: Entry | None, offices: Iterable[Office]) -> bool:
    if entry is not None:
        return actor.may(Action.PUBLISH, reader.office(entry.office).uuid)
    return any(actor.may(Action.PUBLISH, office.uuid) for office in offices)


_SHOWN_AT_FIELDS = frozenset(
    "title summary body office language kind place link countries topics image_url image_alt image_credit"
    " picture enclosure_url enclosure_title enclosure_type author_name author_email author_uri published"
    " release".split()
)


_OWN_NAMES = {"scheduled_for": "release"}


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """What is wrong, by the field of the form; several at one field are one after the other."""
    found: dict[str, str] = {}
    for problem in problems:
        name = _OWN_NAMES.get(problem.where) or field_of(problem.where)
        said = problem_in_words(problem)
        found[name] = f"{found[name]} {said}" if name in found else said
    return found


def problem_in_words(problem: Problem) -> str:
    """What is wrong with a field as a sentence of its own."""
    message = problem.message
    if not problem.where:
        return message
    if message.startswith("is missing"):
        return say("form_missing")
    if message.startswith("must be a URL") or message.startswith(("is no URL", "must begin with http")):
        return say("form_no_address")
    return say("form_wrong", message=message)
