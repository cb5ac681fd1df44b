"""Where an entry stands now: its status in words, its feeds, its readers, and what can be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Action
from feedsvc.core.dates import local_date
from feedsvc.core.model import ChannelAddress, Format, Status
from feedsvc.core.urls import feed_path
from feedsvc.core.wording import language_name
from feedsvc.services.attention import failed_release
from feedsvc.services.drafting import copy_of_entry
from feedsvc.services.statistics import subscribers_of, views_of_entry
from feedsvc.services.translations import siblings
from feedsvc.services.whereabouts import Whereabouts, channels_to_be, digests_with, whereabouts
from feedsvc.web.editor import showing
from feedsvc.web.editor.after.common import Looked, looking
from feedsvc.web.editor.desk import page, part_of_newsroom, say
from feedsvc.web.feed_views import FORMATS
from feedsvc.web.room import room

blueprint = part_of_newsroom("standing")

_LAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A feed as a line of the page."""

    name: str
    language: str
    place: str
    feeds: tuple[tuple[str, str], ...]


@blueprint.get("/entries/<uuid>/standing")
def standing(uuid: str) -> str:
    """How an entry stands."""
    with looking(uuid) as at:
        entry = at.entry
        places = whereabouts(at.reader, at.site, entry)
        broad = [each for each in places if _is_broad(each.channel)]
        shown: dict[str, Any] = {
            "entry": entry,
            "row": showing.row(entry, at.names, at.actor),
            "sentences": _sentences(at),
            "is_atom_alone": entry.status is Status.WITHDRAWN and not room().settings.closing_notes,
            "broad": [_stand(each, at) for each in broad],
            "narrow": [_stand(each, at) for each in places if each not in broad],
            "digests": _digests(at, places),
            "to_be": showing.feeds_in_words(channels_to_be(at.reader, entry), at.names),
            "siblings": [
                showing.row(each, at.names, at.actor) for each in siblings(at.reader, entry, at.actor)
            ],
            "missing": _missing(at),
            "last": _last(at),
            "readers": _readers(at, places),
            "copy": copy_of_entry(at.reader, uuid, actor=at.actor),
            "failed": failed_release(at.reader, entry),
            "deeds": _deeds(at),
            "bulk": _bulk(at),
            "may_write": at.names.offices[entry.office].uuid in _writes(at),
            "may_erase": at.may(Action.ERASE) and entry.erased_at is None,
            "reader_page": showing.page_of(entry) if entry.released else "",
        }
    return page("after/standing.html", shown["entry"].title, section="news", urls=urls, **shown)


def _sentences(at: Looked) -> list[str]:
    entry = at.entry
    if entry.erased_at is not None:
        return [say("after_is_erased")]
    if entry.status is Status.SCHEDULED and entry.scheduled_for:
        late = entry.scheduled_for <= room().clock()
        when = showing.moment(entry.scheduled_for, at.zone).words
        return [say("after_is_late" if late else "after_is_scheduled", when=when, zone=at.zone)]
    if entry.status is Status.WITHDRAWN and entry.withdrawn_at:
        said = [say("after_is_withdrawn", when=at.moment(entry.withdrawn_at).words)]
        return said + ([say("after_reason", reason=entry.withdrawn_reason)] if entry.withdrawn_reason else [])
    if entry.released and entry.published and entry.updated:
        said = [say("after_is_published", when=at.moment(entry.published).words)]
        again = showing.day(entry.updated, at.zone) != showing.day(entry.published, at.zone)
        when = at.moment(entry.updated).words
        return said + ([say("after_was_updated", when=when)] if again else [])
    return [say("after_is_draft")]


def _is_broad(channel: ChannelAddress) -> bool:
    parts = (channel.office, channel.country, channel.topic)
    return channel.language is None and sum(part is not None for part in parts) <= 1


def _stand(each: Whereabouts, at: Looked) -> Stand:
    if not each.live:
        place = say("after_place_tombstone")
    elif each.address.archive:
        place = say("after_place_archive", page=showing.number(each.address.archive))
    else:
        place = say("after_place_now", place=each.place)
    return _feed(each.channel, each.address, place, at, Format if each.live else _telling())


def _telling() -> Iterable[Format]:
    """The formats in which a feed says that an entry is gone (RFC 6721 is of Atom alone)."""
    return Format if room().settings.closing_notes else (Format.ATOM,)


def _feed(
    channel: ChannelAddress,
    address: ChannelAddress,
    place: str,
    at: Looked,
    formats: Iterable[Format] = Format,
) -> Stand:
    return Stand(
        name=showing.channel_name(channel, at.names),
        language=language_name(channel.language) if channel.language else say("after_every_language"),
        place=place,
        feeds=tuple((FORMATS[fmt][0], feed_path(address, fmt)) for fmt in formats),
    )


def _digests(at: Looked, places: Sequence[Whereabouts]) -> list[Stand]:
    held = digests_with(at.reader, at.site, at.entry.uuid, [each.key for each in places])
    return [_feed(each, each, say(f"after_digest_{each.digest}"), at) for each in held]


def _missing(at: Looked) -> list[tuple[str, str]]:
    """The languages of the site in which the entry is not there, and where to write it."""
    there = {at.entry.language, *(each.language for each in siblings(at.reader, at.entry, at.actor))}
    found = [each for each in at.site.languages if each not in there]
    return [(language_name(each), urls.translate_path(at.entry.uuid, each)) for each in found]


def _last(at: Looked) -> list[str]:
    """What was done last, for those who work in its office."""
    if not at.may(Action.READ):
        return []
    versions = at.reader.versions(at.entry.uuid)[-_LAST:]
    return [
        say("after_by", action=showing.action_name(each.action), by=each.by, when=at.moment(each.at).words)
        for each in reversed(versions)
    ]


def _readers(at: Looked, places: Sequence[Whereabouts]) -> list[str]:
    if at.entry.position is None or not at.may(Action.READ):
        return []
    today = local_date(room().clock(), at.site.time_zone)
    keys = [each.key for each in places if each.live]
    followers = subscribers_of(at.reader, keys, today=today) if keys else 0
    return [
        showing.counted("after_views", views_of_entry(at.reader, at.entry.uuid)),
        *([showing.counted("after_followers", followers)] if keys else []),
    ]


def _deeds(at: Looked) -> list[tuple[str, str]]:
    """What has a page of its own, by its name."""
    status, uuid = at.entry.status, at.entry.uuid
    if at.entry.erased_at is not None:
        return []
    offered = [
        ("unschedule", status is Status.SCHEDULED and at.may(Action.PUBLISH)),
        ("withdraw", status is Status.PUBLISHED and at.may(Action.WITHDRAW)),
        ("restore", status is Status.WITHDRAWN and at.may(Action.WITHDRAW)),
        ("delete", status is Status.DRAFT and at.may(Action.WRITE)),
    ]
    return [(name, urls.step_path(uuid, name)) for name, is_offered in offered if is_offered]


def _bulk(at: Looked) -> list[tuple[str, str]]:
    """What the page for many entries does for one, too."""
    if not at.may(Action.PUBLISH) or at.entry.status not in {Status.DRAFT, Status.SCHEDULED}:
        return []
    again = "schedule_anew" if at.entry.status is Status.SCHEDULED else "schedule"
    return [("publish", say("after_publish")), ("schedule", say(f"after_{again}"))]


def _writes(at: Looked) -> set[str]:
    return {each.uuid for each in at.names.offices.values() if at.actor.may(Action.WRITE, each.uuid)}
