"""A list of feeds in no format yet: what is exported to feed readers (OPML)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from feedsvc.core import urls
from feedsvc.core.document import channel_title
from feedsvc.core.model import Channel, ChannelAddress, Format, Office, Site, Topic
from feedsvc.core.text import without_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed of a list. `language` is None where it holds every language."""

    title: str
    feed_url: str
    page_url: str
    language: str | None


@dataclass(frozen=True, slots=True)
class OutlineGroup:
    """Feeds under a heading."""

    title: str
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """A list of feeds: those under no heading first."""

    title: str
    outlines: tuple[Outline, ...]
    groups: tuple[OutlineGroup, ...]


_GROUPS: Mapping[str, Callable[[ChannelAddress], bool]] = {
    "offices": lambda address: address.office is not None,
    "countries": lambda address: address.office is None and address.country is not None,
    "topics": lambda address: (
        address.office is None and address.country is None and address.topic is not None
    ),
}


def feed_list(
    channels: Iterable[ChannelAddress],
    *,
    site: Site,
    offices: Mapping[str, Office],
    topics: Mapping[str, Topic],
    headings: Mapping[str, str],
    fmt: Format = Format.ATOM,
    summary_only: bool = False,
) -> FeedList:
    """The feeds of channels by title, those of offices, countries and topics under the
    `headings` "offices", "countries" and "topics". `offices` and `topics` are by slug and hold those
    that the channels name."""

    def outline(address: ChannelAddress) -> Outline:
        language = address.language or site.language
        return Outline(
            title=channel_title(_channel(address, site, offices, topics), site, language),
            feed_url=site.base_url + urls.feed_path(address, fmt, summary_only=summary_only),
            page_url=site.base_url + urls.page_path(address),
            language=address.language,
        )

    by_group: dict[str, list[Outline]] = {}
    for address in channels:
        name = next((name for name, belongs in _GROUPS.items() if belongs(address)), "")
        by_group.setdefault(name, []).append(outline(address))
    return FeedList(
        title=site.name,
        outlines=_in_order(by_group.get("", [])),
        groups=tuple(
            OutlineGroup(headings[name], _in_order(by_group[name])) for name in _GROUPS if name in by_group
        ),
    )


def _in_order(outlines: Iterable[Outline]) -> tuple[Outline, ...]:
    return tuple(sorted(outlines, key=lambda each: (without_marks(each.title.casefold()), each.feed_url)))


def _channel(
    address: ChannelAddress, site: Site, offices: Mapping[str, Office], topics: Mapping[str, Topic]
) -> Channel:
    """As far as its title needs it."""
    return Channel(
        key="",
        address=address,
        office=offices[address.office] if address.office else None,
        topic=topics[address.topic] if address.topic else None,
        created=site.created,
        changed=0,
        changed_at=site.created,
    )
