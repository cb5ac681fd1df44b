"""Polls that were counted, for tests of what is made of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from feedsvc.config import Settings
from feedsvc.core.statistics import FROM_A_PAGE, Counted, Poll
from feedsvc.services.counting import add_counted
from feedsvc.store import Store

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NEWSBOAT = "newsboat/2.30"
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers; like FeedFetcher-Google)"


def house(number: int) -> str:
    """The address of somebody."""
    return f"192.0.2.{number}"


def poll(feed: str = "all atom", agent: str = NEWSBOAT, address: str = "192.0.2.0", outcome: int = 2) -> Poll:
    """A poll, by default one that a 304 answered."""
    return Poll(feed, outcome, agent, address)


def count(
    store: Store, settings: Settings, polls: Mapping[Poll, int], *, now: datetime = NOON, missed: int = 0
) -> None:
    """Let polls have been counted."""
    add_counted(store, settings, Counted(polls=polls, missed=missed), now=now)


def count_a_week(store: Store, settings: Settings, *, until: datetime = NOON) -> None:
    """Three full days and today: the feed of all in two formats, with readers of several kinds."""
    for number in range(3, -1, -1):
        polls = {
            **{poll(address=house(each)): 10 for each in range(number + 1)},
            poll(outcome=0): 2,
            poll(agent=FEEDLY.format(30), outcome=1): 4,
            poll("all rss", "MailChimp.com"): 1,
            poll("country=UZ;digest=weekly json", "Mozilla/5.0 (compatible; Googlebot/2.1)"): 3,
            poll("all json", FROM_A_PAGE): 5,
        }
        count(store, settings, polls, now=until - number * DAY, missed=number == 0)
