"""The statistics as a page shows them: its numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.statistics_report import ReaderSlice, Report
from feedsvc.services.statistics import MOST_DAYS
from feedsvc.web.editor.statistics_plots import Plot, plots_of
from feedsvc.web.editor.statistics_words import Words
from feedsvc.web.feed_views import FORMATS

_CHANNELS = 20  # the most followed; the table for spreadsheets has all of them
_PERIODS = (30, 90, 365, MOST_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table of shares: `share` from 0 to 100, `percent` the same in words; `href` leads to
    the statistics of this alone."""

    name: str
    kind: str = ""
    subscribers: str = ""
    requests: str = ""
    last: str = ""
    share: int = 0
    percent: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that can be chosen."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPage:
    """`/editor/statistics`."""

    when: str
    is_empty: bool
    periods: tuple[Choice, ...]
    csv: str
    all_channels: str
    subscribers: str
    subscribers_what: str
    declared: str
    requests: str
    unchanged: str
    unchanged_what: str
    missed: str
    plots: tuple[Plot, ...]
    answers: tuple[Row, ...]
    formats: tuple[Row, ...]
    readers: tuple[Row, ...]
    mail: tuple[Row, ...]
    channels: tuple[Row, ...]


def statistics_page(report: Report, days: int, *, language: str, time_zone: str) -> StatisticsPage:
    """The page of a report that was asked for with so many days."""
    said, sums = Words(language, time_zone), report.sums
    return StatisticsPage(
        when=_when(report, said),
        is_empty=report.first is None,
        periods=_periods(report.channel, days, said),
        csv=urls.statistics_path(report.channel, days, csv=True),
        all_channels=urls.statistics_path(None, days) if report.channel else "",
        subscribers=said.count(report.subscribers),
        subscribers_what=said.say("statistics_mean", days=report.full_days)
        if report.full_days
        else said.say("statistics_today"),
        declared=said.say(
            "statistics_declared", declared=said.count(report.declared), others=said.count(report.others)
        ),
        requests=said.count(sums.polls),
        unchanged=said.percent(sums.not_modified, sums.polls),
        unchanged_what=said.say(
            "statistics_unchanged_what", share=said.percent(sums.not_modified, sums.conditional)
        ),
        missed=said.say("statistics_missed", count=said.count(report.missed)) if report.missed else "",
        plots=plots_of(report, said),
        answers=_answers(report, said),
        formats=_formats(report, said),
        readers=_readers(report.readers, said),
        mail=_readers(report.mail, said),
        channels=_channels(report, days, said),
    )


def _when(report: Report, said: Words) -> str:
    if report.first is None:
        return ""
    since, until, first = (said.day(day) for day in (report.since, report.until, report.first))
    return said.say("statistics_since", since=since, until=until, first=first)


def _periods(channel: str | None, days: int, said: Words) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            said.say("statistics_ever") if each == MOST_DAYS else said.say("statistics_days", days=each),
            urls.statistics_path(channel, each),
            each == days,
        )
        for each in _PERIODS
    )


def _shared(said: Words, name: str, number: int, whole: int, **more: str) -> Row:
    return Row(
        name=name,
        share=round(100 * number / whole) if whole else 0,
        percent=said.percent(number, whole),
        **more,
    )


def _answers(report: Report, said: Words) -> tuple[Row, ...]:
    sums = report.sums
    return tuple(
        _shared(said, said.say(f"statistics_{name}"), number, sums.polls, requests=said.count(number))
        for name in ("not_modified", "changed", "plain", "delta")
        for number in [getattr(sums, name)]
        if number or name != "delta"
    )


def _formats(report: Report, said: Words) -> tuple[Row, ...]:
    return tuple(
        _shared(
            said,
            FORMATS[each.format][0],
            each.polls,
            report.sums.polls,
            subscribers=said.count(each.subscribers),
            requests=said.count(each.polls),
        )
        for each in report.formats
    )


def _readers(slices: Sequence[ReaderSlice], said: Words) -> tuple[Row, ...]:
    whole = sum(each.subscribers for each in slices)
    return tuple(
        _shared(
            said,
            said.name(each.family),
            each.subscribers,
            whole,
            kind=said.say(f"kind_{each.family.kind}") if each.family.name else "",
            subscribers=said.count(each.subscribers),
            requests=said.count(each.polls),
            last=said.moment(each.last),
        )
        for each in slices
    )


def _channels(report: Report, days: int, said: Words) -> tuple[Row, ...]:
    most = max((each.subscribers for each in report.channels), default=0)
    return tuple(
        _shared(
            said,
            each.title,
            each.subscribers,
            most,
            kind=each.path,
            subscribers=said.count(each.subscribers),
            requests=said.count(each.polls),
            href=urls.statistics_path(each.path, days),
        )
        for each in report.channels[:_CHANNELS]
    )
