"""Entries, moments and feeds as the newsroom shows them, in the language of whoever looks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.core import newsroom_urls, urls
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.countries import country_name
from feedsvc.core.dates import in_words, local_date, rfc3339
from feedsvc.core.local_time import zone_of
from feedsvc.core.model import ChannelAddress, Entry, Office, Site, Status, Topic
from feedsvc.core.wording import language_name, name_in
from feedsvc.store import Reader
from feedsvc.web.editor.desk import say, spoken
from feedsvc.web.editor.wording import words
from feedsvc.web.feed_views import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day or a moment for people and for programs."""

    words: str
    machine: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the newsroom looks names up in: offices and topics by slug, merged and former ones left out."""

    site: Site
    offices: Mapping[str, Office]
    topics: Mapping[str, Topic]

    def office(self, slug: str) -> str:
        """The name of an office; its slug where that is a former one."""
        office = self.offices.get(slug)
        return name_in(office.names, spoken()) if office else slug

    def topic(self, slug: str) -> str:
        """The name of a topic; its slug where that is a former one."""
        topic = self.topics.get(slug)
        return name_in(topic.names, spoken()) if topic else slug

    def zone(self, slug: str) -> str:
        """The time zone of an office, else the site's; also where there is no such office."""
        return zone_of(self.offices.get(slug), self.site)

    def moment(self, at: datetime, slug: str) -> "When":
        """A moment on the clock of an office, whose zone is named where it is not the site's."""
        return moment(at, self.zone(slug), known=self.site.time_zone)


def names_in(reader: Reader, site: Site) -> Names:
    """The names of one snapshot."""
    offices = {office.slug: office for office in reader.offices()}
    return Names(site, offices, {topic.slug: topic for topic in reader.topics()})


def office_options(offices: Iterable[Office]) -> list[tuple[str, str]]:
    """Offices to choose from, slug and name, in the order of their names."""
    named = [(office.slug, name_in(office.names, spoken())) for office in offices]
    return sorted(named, key=lambda each: sort_key(each[1]))


def moment(at: datetime, zone: str, *, known: str = "") -> When:
    """A moment on the clock of a zone. With `known`, the zone that people take for granted, another one
    is named."""
    clock = f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    named = f" ({zone})" if known and zone != known else ""
    return When(words=f"{in_words(local_date(at, zone), spoken())}, {clock}{named}", machine=rfc3339(at))


def day(at: datetime, zone: str) -> When:
    """The day of a moment in a zone."""
    return When(words=in_words(local_date(at, zone), spoken()), machine=rfc3339(at))


def number(count: int) -> str:
    """A count as people write it: 1,248, and 1 248 in Russian."""
    grouped = f"{count:,}"
    return grouped if spoken() != "ru" else grouped.replace(",", "\u00a0")


def counted(key: str, count: int) -> str:
    """A count with its noun, by the phrases `<key>_one`, `<key>_few` and `<key>_many`."""
    return say(f"{key}_{_form(count)}", count=number(count))


def _form(count: int) -> str:
    """The plural form (CLDR: Russian has three for whole numbers, English two)."""
    if spoken() != "ru":
        return "one" if count == 1 else "many"
    last, last_two = count % 10, count % 100
    if last == 1 and last_two != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry in a list of the newsroom. `key` names it and the version that is shown; `edit` is None
    for whoever may not."""

    key: str
    title: str
    language: str
    language_name: str
    href: str
    edit: str | None
    office: str
    status: Status
    status_words: str
    when: When
    when_words: str
    facts: str


def row(entry: Entry, names: Names, actor: Actor) -> Row:
    """An entry as a row."""
    key, when = _when(entry, names)
    return Row(
        key=f"{entry.uuid}:{entry.version}",
        title=entry.title,
        language=entry.language,
        language_name=language_name(entry.language),
        href=newsroom_urls.standing_path(entry.uuid),
        edit=newsroom_urls.edit_path(entry.uuid) if may_change(entry, names, actor) else None,
        office=names.office(entry.office),
        status=entry.status,
        status_words=say(f"status_{entry.status}"),
        when=when,
        when_words=say(key, when=when.words, zone=names.zone(entry.office)),
        facts=" · ".join(
            each
            for each in (entry.kind, entry.place, countries_of(entry.countries), _topics(entry, names))
            if each
        ),
    )


def _when(entry: Entry, names: Names) -> tuple[str, When]:
    zone = names.zone(entry.office)
    if entry.status is Status.SCHEDULED and entry.scheduled_for:
        return "when_scheduled", moment(entry.scheduled_for, zone)
    if entry.status is Status.WITHDRAWN and entry.withdrawn_at:
        return "when_withdrawn", day(entry.withdrawn_at, zone)
    if entry.published and entry.released:
        return "when_published", day(entry.published, zone)
    return "when_created", day(entry.created, zone)


def may_change(entry: Entry, names: Names, actor: Actor) -> bool:
    """Whether somebody may edit an entry; one that is withdrawn nobody may."""
    office = names.offices[entry.office].uuid
    if entry.status is Status.WITHDRAWN:
        return False
    if entry.status is Status.DRAFT:
        return actor.may(Action.WRITE, office, own=is_own(entry, actor))
    return actor.may(Action.PUBLISH, office)


def is_own(entry: Entry, actor: Actor) -> bool:
    """Whether somebody made an entry."""
    return entry.owner is not None and entry.owner == actor.user


def countries_of(codes: Iterable[str]) -> str:
    """Countries by name, in order."""
    return ", ".join(sorted(country_name(code, spoken()) for code in codes))


def _topics(entry: Entry, names: Names) -> str:
    return ", ".join(names.topic(slug) for slug in entry.topics)


def channel_name(address: ChannelAddress, names: Names) -> str:
    """A channel in words: "Office in Moscow, Tajikistan"; its language is not said."""
    parts = [
        names.office(address.office) if address.office else "",
        country_name(address.country, spoken()) if address.country else "",
        names.topic(address.topic) if address.topic else "",
    ]
    return ", ".join(part for part in parts if part) or say("home")


def feeds_in_words(channels: Sequence[ChannelAddress], names: Names) -> str:
    """Channels in words: those of one part by name, the combinations and languages by their number."""
    simple = [each for each in channels if each.language is None and _parts(each) <= 1]
    named = ", ".join(channel_name(each, names) for each in simple)
    rest = len(channels) - len(simple)
    more = counted("feeds_more", rest) if rest else ""
    return f"{named}; {more}" if named and more else named or more


def _parts(address: ChannelAddress) -> int:
    return sum(part is not None for part in (address.office, address.country, address.topic))


def action_name(action: str) -> str:
    """What a version says was done, in words; as it stands where it is none of the known ones."""
    return words(spoken()).get(f"did_{action.replace(' ', '_')}", action)


def page_of(entry: Entry) -> str:
    """The page of an entry for readers."""
    return urls.entry_path(entry.uuid, entry.title)
