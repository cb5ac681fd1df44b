"""How long is waited before the next try."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.core.waiting import doubled, retry_after

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_the_wait_doubles_with_each_failure_up_to_the_longest():
    waits = [doubled(failures, first=MINUTE, longest=HOUR) for failures in (1, 2, 3, 6, 7, 8)]
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 32 * MINUTE, HOUR, HOUR]


@pytest.mark.parametrize("failures", [100, 10**9])
def test_many_failures_do_not_overflow(failures: int):
    assert doubled(failures, first=30 * DAY, longest=30 * DAY) == 30 * DAY
    assert doubled(failures, first=timedelta(seconds=1), longest=365 * DAY) == 365 * DAY


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("Mon, 01 Jun 2026 09:00:00 GMT", HOUR),
        ("Monday, 01-Jun-26 09:00:00 GMT", HOUR),
        ("Mon, 01 Jun 2026 07:00:00 GMT", timedelta(0)),
        ("99999999999999999999", DAY),
        ("Mon, 01 Jun 2099 09:00:00 GMT", DAY),
    ],
)
def test_the_other_side_may_name_its_wait(header: str, wait: timedelta):
    assert retry_after(header, now=NOW, longest=DAY) == NOW + wait


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "٣", "Mon, 99 Jun 2026 09:00:00 GMT"])
def test_what_names_no_wait_is_passed_over(header: str | None):
    assert retry_after(header, now=NOW, longest=DAY) is None
