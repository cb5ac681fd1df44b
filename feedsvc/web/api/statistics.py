"""/statistics."""

from typing import Annotated

import msgspec

from feedsvc.core.statistics_report import csv_text, report_record
from feedsvc.services.statistics import DEFAULT_DAYS, MOST_DAYS, Asked, lines, report
from feedsvc.web.api.operations import CSV, Answer, Call, operation
from feedsvc.web.api.shapes import statistics as shapes
from feedsvc.web.room import reading, room

_STATISTICS = "Statistics"


class StatisticsQuery(msgspec.Struct, kw_only=True):
    """Of which channel, such as `offices/moscow` or `all/weekly.ru`, left out of all; over how many days."""

    channel: Annotated[str, msgspec.Meta(max_length=300)] | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = DEFAULT_DAYS


@operation(
    "GET", "/statistics", tag=_STATISTICS, query=StatisticsQuery, answer=shapes.Statistics, refusals=(404,)
)
def get_statistics(call: Call) -> Answer:
    """Tells how many follow the feeds, with what, and how they are answered. For all with a role."""
    here, asked = room(), _asked(call)
    with reading() as (reader, _):
        made = report(reader, here.settings, asked, actor=call.actor, now=here.clock())
    return Answer(value=report_record(made))


@operation(
    "GET",
    "/statistics.csv",
    tag=_STATISTICS,
    query=StatisticsQuery,
    answer=str,
    gives=CSV,
    refusals=(404,),
)
def get_statistics_table(call: Call) -> Answer:
    """Gives the same day by day, feed by feed and reader by reader, as a table for spreadsheets."""
    here, asked = room(), _asked(call)
    with reading() as (reader, _):
        return Answer(value=csv_text(lines(reader, here.settings, asked, actor=call.actor, now=here.clock())))


def _asked(call: Call) -> Asked:
    return Asked(channel=call.query.channel, days=call.query.days)
