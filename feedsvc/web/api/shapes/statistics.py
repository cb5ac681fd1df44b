"""The statistics as the API gives them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from feedsvc.core.agent_families import Kind
from feedsvc.core.model import Format

_Share = Annotated[float, Meta(ge=0, le=1)]


class Requests(Struct, forbid_unknown_fields=True):
    """How requests for feeds were answered. `conditional` are those that named what they had;
    `not_counted` requests are in none of the numbers."""

    all: int
    conditional: int
    not_modified: int
    deltas: int
    not_modified_share: _Share | None
    not_modified_share_of_conditional: _Share | None
    not_counted: int


class StatisticsDay(Struct, forbid_unknown_fields=True):
    """A day, or the `days` counted days of a month, whose first is then `start`: the mean of their
    subscribers, and all their requests."""

    start: date
    days: int
    subscribers: int
    requests: int


class FormatNumbers(Struct, forbid_unknown_fields=True):
    """What is of one format."""

    format: Format
    subscribers: int
    requests: int


class ReaderNumbers(Struct, forbid_unknown_fields=True):
    """What is of one make of readers, or of one kind of those without a name."""

    reader: str
    kind: Kind
    subscribers: int
    requests: int
    last_request: datetime | None


class ChannelNumbers(Struct, forbid_unknown_fields=True):
    """What is of one channel, by its path in the addresses of feeds."""

    channel: str
    title: str
    subscribers: int
    requests: int


class Statistics(Struct, forbid_unknown_fields=True):
    """The numbers of one channel, or of all. Subscribers are the mean of the last `full_days` days that
    are over; where that is 0, what was seen today so far."""

    channel: str | None
    title: str
    since: date
    until: date
    first_day: date | None
    full_days: int
    subscribers: int
    declared_subscribers: int
    other_subscribers: int
    requests: Requests
    days: list[StatisticsDay]
    formats: list[FormatNumbers]
    readers: list[ReaderNumbers]
    mail_tools: list[ReaderNumbers]
    channels: list[ChannelNumbers]
