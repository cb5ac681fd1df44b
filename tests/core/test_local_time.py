"""Times as people write them."""

from datetime import UTC, datetime

import pytest

from feedsvc.core.local_time import moment_of


def test_a_time_without_a_zone_is_the_offices():
    assert moment_of("2026-06-12T09:00", "Europe/Moscow") == (datetime(2026, 6, 12, 6, 0, tzinfo=UTC), False)
    assert moment_of(" 2026-06-12 09:00:30 ", "UTC") == (datetime(2026, 6, 12, 9, 0, 30, tzinfo=UTC), False)


@pytest.mark.parametrize("text", ["2026-06-12T09:00Z", "2026-06-12T11:00:00+02:00"])
def test_a_zone_that_is_named_counts(text: str):
    assert moment_of(text, "Europe/Moscow") == (datetime(2026, 6, 12, 9, 0, tzinfo=UTC), True)


def test_of_an_hour_that_comes_twice_the_first_is_taken():
    assert moment_of("2026-10-25T02:30", "Europe/Berlin")[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-29T02:30", "does not exist in Europe/Berlin: the clock is put forward then"),
        ("tomorrow", "must be a time such as"),
        ("", "must be a time such as"),
    ],
)
def test_what_is_no_time_is_refused(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        moment_of(text, "Europe/Berlin")
