"""Wrong tries: counted by account and by machine, and the waits that follow."""

from datetime import datetime, timedelta

import pytest

from feedsvc.core.errors import TooManyTries
from feedsvc.services.throttling import count_try, take_back
from feedsvc.store import Store
from tests.newsroom import START, Newsroom

DAY = timedelta(days=1)
HERE = "192.0.2.7"


class Guesser:
    """Tries whatever it is told to, at a time of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now: datetime = START

    def tries(self, email: str = "anna@example.org", origin: str = HERE, *, times: int = 1) -> int:
        """How long it is told to wait, in seconds; 0 where all its tries are heard."""
        for _ in range(times):
            try:
                count_try(self.store, email, origin, now=self.now)
            except TooManyTries as error:
                return error.seconds
        return 0

    def was_right(self, email: str = "anna@example.org", origin: str = HERE) -> None:
        with self.store.writing() as writer:
            take_back(writer, email, origin)


@pytest.fixture
def guesser(newsroom: Newsroom) -> Guesser:
    return Guesser(newsroom.store)


def test_an_account_has_five_tries_and_then_waits_longer_and_longer(guesser: Guesser):
    assert guesser.tries(times=5) == 0
    waits = []
    for _ in range(9):
        waits.append(guesser.tries())
        guesser.now += timedelta(seconds=waits[-1])
        assert guesser.tries() == 0
    assert waits == [16, 31, 61, 121, 241, 481, 901, 901, 901]


def test_what_is_not_heard_does_not_count(guesser: Guesser):
    assert guesser.tries(times=5) == 0
    assert {guesser.tries() for _ in range(50)} == {16}


def test_another_account_is_heard_meanwhile(guesser: Guesser):
    guesser.tries(times=6)
    assert guesser.tries("bob@example.org") == 0


def test_a_machine_that_tries_many_accounts_has_thirty_tries(guesser: Guesser):
    assert [guesser.tries(f"u{number}@example.org") for number in range(30)] == [0] * 30
    assert guesser.tries("anna@example.org") == 16
    assert guesser.tries("anna@example.org", "198.51.100.9") == 0


def test_a_network_of_ipv6_is_one_machine_and_a_mapped_address_is_itself(guesser: Guesser):
    for number in range(30):
        assert guesser.tries(f"u{number}@example.org", f"2001:db8::{number + 1:x}") == 0
    assert guesser.tries("anna@example.org", "2001:db8::ffff") == 16
    assert guesser.tries("anna@example.org", "2001:db8:0:1::1") == 0


def test_a_right_try_forgets_the_account_s_and_takes_one_from_the_machine_s(guesser: Guesser):
    for _ in range(20):
        guesser.tries(times=4)
        guesser.was_right()
        if guesser.tries("probe@example.org", times=1):
            break
    else:
        pytest.fail("a machine with its own account could guess on for ever")


def test_a_machine_where_all_tries_are_right_never_waits(guesser: Guesser):
    for _ in range(100):
        assert guesser.tries() == 0
        guesser.was_right()


def test_wrong_tries_are_forgotten_after_a_day(guesser: Guesser):
    guesser.tries(times=4)
    guesser.now += DAY
    assert guesser.tries(times=5) == 0
    assert guesser.tries() == 16


def test_an_origin_that_is_no_address_is_counted_too(guesser: Guesser):
    assert guesser.tries(origin="", times=5) == 0
    assert guesser.tries(origin="") == 16
