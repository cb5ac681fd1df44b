"""The clock of the web room."""

from datetime import UTC, datetime

from feedsvc.web.room import utc_now


def test_the_clock_tells_the_time_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= utc_now() <= datetime.now(UTC)
    assert utc_now().tzinfo is UTC
