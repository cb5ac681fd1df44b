"""What is kept in memory, and what has to make room."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.services.bounded import Bounded


def test_what_is_kept_is_found():
    kept: Bounded[str, str] = Bounded(10)
    kept.keep("a", "A", 4)
    assert (kept.get("a"), kept.get("b"), kept.bytes, len(kept)) == ("A", None, 4, 1)


def test_the_least_used_makes_room():
    kept: Bounded[str, str] = Bounded(10)
    for key in "abc":
        kept.keep(key, key.upper(), 3)
    kept.get("a")
    kept.keep("d", "D", 3)
    assert sorted(kept.keys()) == ["a", "c", "d"]


def test_a_value_takes_the_place_of_the_older_one():
    kept: Bounded[str, str] = Bounded(10)
    kept.keep("a", "A", 9)
    kept.keep("a", "B", 2)
    assert (kept.get("a"), kept.bytes) == ("B", 2)


def test_a_value_larger_than_the_limit_is_not_kept_and_drives_nothing_out():
    kept: Bounded[str, str] = Bounded(10)
    kept.keep("a", "A", 3)
    kept.keep("b", "B", 11)
    assert kept.keys() == ["a"]


def test_what_is_forgotten_is_gone():
    kept: Bounded[str, str] = Bounded(10)
    kept.keep("a", "A", 3)
    kept.keep("b", "B", 3)
    kept.forget(["a", "unknown"])
    assert (kept.keys(), kept.bytes) == (["b"], 3)
    kept.clear()
    assert (kept.keys(), kept.bytes) == ([], 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40))))
def test_the_limit_holds_whatever_is_kept(steps: list[tuple[int, int]]):
    kept: Bounded[int, int] = Bounded(50)
    sizes: dict[int, int] = {}
    for key, size in steps:
        kept.keep(key, size, size)
        sizes[key] = size
        assert kept.bytes <= 50
        assert kept.bytes == sum(sizes[each] for each in kept.keys())  # noqa: SIM118  no mapping
        assert kept.get(key) == size
