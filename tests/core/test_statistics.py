"""Polls put together, and the numbers that are made of them."""

from datetime import UTC, date, datetime

import pytest

from feedsvc.core.model import Format
from feedsvc.core.statistics import (
    FROM_A_PAGE,
    Counted,
    Outcome,
    Place,
    Poll,
    Sums,
    feed_name,
    form_of,
    format_of,
    is_summary,
    kept_by_day_from,
    mean,
    share,
    tally,
    total,
)
from feedsvc.core.statistics_report import Line, csv_text, no_formula

ALL = feed_name("all", Format.ATOM)
FEEDLY = "Feedly/1.0 ({} subscribers)"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"


def clients(*polls: Poll) -> list[tuple[str, int, bool]]:
    made = tally(dict.fromkeys(polls, 1)).clients
    return [(each.place.family, each.subscribers, each.declared) for each in made]


def polled(agent: str, address: str = "192.0.2.1", outcome: Outcome = Outcome.PLAIN, feed: str = ALL) -> Poll:
    return Poll(feed, outcome, agent, address)


def test_polls_are_added_up_by_feed_family_and_outcome():
    summaries = feed_name("country=UZ;digest=weekly", Format.RSS, summary_only=True)
    made = tally(
        {
            polled("newsboat/2", "a"): 3,
            polled("newsboat/3", "b"): 4,
            polled("newsboat/2", "a", Outcome.NOT_MODIFIED): 5,
            polled("newsboat/2", "a", Outcome.CHANGED): 1,
            polled("newsboat/2", "a", Outcome.DELTA): 2,
            polled(FEEDLY.format(3), "c", feed=summaries): 7,
        }
    )
    assert made.polls == {
        Place("all", "atom", "newsboat"): Sums(plain=7, changed=1, not_modified=5, delta=2),
        Place("country=UZ;digest=weekly", "rss-summary", "feedly"): Sums(plain=7),
    }


def test_what_a_reader_declares_counts_once_with_its_greatest_number():
    assert clients(*(polled(FEEDLY.format(count), str(count)) for count in (3, 9, 5))) == [
        ("feedly", 9, True)
    ]


def test_others_are_counted_as_clients():
    polls = [polled("newsboat/2", f"192.0.2.{number % 3}", Outcome(number % 2)) for number in range(9)]
    assert clients(*polls) == [("newsboat", 1, False)] * 3


def test_crawlers_and_pages_of_other_sites_follow_nothing():
    assert clients(polled(BOT), polled(FROM_A_PAGE, "")) == []
    made = tally({polled(BOT): 2, polled(FROM_A_PAGE, ""): 4})
    assert {place.family: sums.polls for place, sums in made.polls.items()} == {"bot": 2, "embed": 4}


def test_the_same_client_is_another_for_each_feed():
    rss = feed_name("all", Format.RSS)
    made = tally({polled("newsboat/2"): 1, polled("newsboat/2", feed=rss): 1}).clients
    assert len({client.identity for client in made}) == 2


def test_a_reader_that_declares_by_and_by_has_declared():
    later = [polled("Feedly/1.0"), polled(FEEDLY.format(2))]
    assert clients(*later) == clients(*reversed(later)) == [("feedly", 2, True)]


def test_nothing_is_nothing():
    assert not Counted()
    assert Counted(missed=1)
    assert tally({}).clients == ()
    assert total([]) == Sums()


def test_sums_are_summed():
    early, late = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)
    one = Sums(plain=1, changed=2, not_modified=3, delta=4, declared=5, others=6, last=late)
    whole = total([one, one, Sums(last=early)])
    assert (whole.polls, whole.conditional, whole.subscribers, whole.last) == (20, 18, 22, late)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("summary_only", [False, True])
def test_a_form_says_format_and_content(fmt: Format, summary_only: bool):
    form = form_of(fmt, summary_only=summary_only)
    assert (format_of(form), is_summary(form)) == (fmt, summary_only)


@pytest.mark.parametrize(
    ("count", "days", "rounded"), [(0, 7, 0), (3, 7, 0), (4, 7, 1), (7, 2, 4), (5, 0, 0), (9, 1, 9)]
)
def test_a_mean_is_rounded_half_up(count: int, days: int, rounded: int):
    assert mean(count, days) == rounded


def test_a_share_of_nothing_is_none():
    assert share(0, 0) is None
    assert share(1, 3) == 0.333


def test_days_are_kept_by_whole_months():
    assert kept_by_day_from(date(2026, 6, 12)) == date(2026, 3, 1)
    assert kept_by_day_from(date(2026, 1, 1)) == date(2025, 10, 1)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text: str):
    assert no_formula(text) == f"'{text}"
    line = Line(date(2026, 6, 1), 1, "all", text, Place("all", "atom", "feedly"), Sums(plain=2, declared=3))
    row = csv_text([line]).split("\r\n", 1)[1]
    assert row.startswith(("2026-06-01,1,all,'", "2026-06-01,1,all,\"'"))
    assert row.endswith(",atom,full,Feedly,aggregator,2,2,0,0,0,3,0\r\n")


@pytest.mark.parametrize("text", ["", "News", "a=b", "Новости"])
def test_other_cells_are_as_they_are(text: str):
    assert no_formula(text) == text
