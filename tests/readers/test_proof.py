"""The proof of issue 7: five readers over years of a feed. None has an entry twice, none misses one, and
nothing lingers that the format lets us remove. The table in docs/readers.md is held to what is seen here;

    FEEDSVC_TEST_WRITE_TABLE=1 ./run.sh test tests/readers/test_proof.py

writes it anew. One test, since the readers' machines are shared by all that is asked of them.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import feedparser
import pytest

from tests.readers.following import FeedparserFollower, Follower, Held, Shelf, Subscription, followers
from tests.readers.script import STEPS, Stage, Stages

pytestmark = pytest.mark.sockets

DOCS = Path(__file__).parents[2] / "docs" / "readers.md"
BEGIN, END = "<!-- written by tests/readers/test_proof.py -->", "<!-- to here -->"
NOTHING = "–"
_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
_FORMATS = tuple(_NAMES)

Shelves = dict[Subscription, Shelf]
Table = dict[str, dict[str, str]]  # step, reader: what the reader made of the step


def test_no_reader_has_an_entry_twice_or_misses_one_or_keeps_what_could_be_removed(tmp_path: Path) -> None:
    with ExitStack() as opened:
        stages = opened.enter_context(Stages(tmp_path))
        readers = followers(stages.feeds(*_FORMATS), tmp_path)
        for each in readers:
            opened.callback(each.close)
        table = _played(stages, readers)
    [statuses] = (each.statuses for each in readers if isinstance(each, FeedparserFollower))
    for subscription, found in statuses.items():
        assert (226 in found) == (subscription.site == "on")
    _compare_with_docs(table)


def _played(stages: Stages, readers: list[Follower]) -> Table:
    """What the readers made of every step, each of which is checked."""
    table: Table = {}
    before: dict[str, Shelves] = {each.name: {of: {} for of in each.feeds} for each in readers}
    for step, play in STEPS.items():
        for stage in stages:
            play(stage)
        _check_newcomers(step, stages)
        table[step] = {}
        for reader in readers:
            now = reader.poll()
            for subscription, shelf in now.items():
                _check(f"{step}: {reader.name}, {subscription}", shelf, reader, stages, subscription)
            outcomes = {of: _outcome(before[reader.name][of], now[of]) for of in reader.feeds}
            table[step][reader.name] = _in_words(outcomes)
            before[reader.name] = now
    return table


def _check(where: str, shelf: Shelf, reader: Follower, stages: Stages, subscription: Subscription) -> None:
    stage = stages[subscription.site]
    assert {key: held.times for key, held in shelf.items() if held.times != 1} == {}, f"twice: {where}"
    live = stage.live(unsealed=not reader.keeps)
    assert [key for key in live if key not in shelf] == [], f"missing: {where}"
    notes = _notes(stages, subscription)
    if not reader.keeps:
        assert set(shelf) == {*live, *notes}, f"lingering: {where}"
    elif reader.name != "rss2email":  # a mail is sent and cannot be changed
        assert all(_says_withdrawn(shelf[key]) for key in notes), f"lingering: {where}"


def _check_newcomers(step: str, stages: Stages) -> None:
    """Who has never asked before is given what stands in the feed, and nothing that stood there once."""
    for subscription, url in stages.feeds("atom", "rss").items():
        ids = [entry.id for entry in feedparser.parse(url).entries]
        live = stages[subscription.site].live(unsealed=True)
        assert sorted(ids) == sorted([*live, *_notes(stages, subscription)]), f"{step}: {subscription}"


def _notes(stages: Stages, subscription: Subscription) -> list[str]:
    """The ids under which a feed holds closing notes now: Atom has tombstones instead."""
    stage: Stage = stages[subscription.site]
    has_notes = subscription.site == "on" and subscription.fmt != "atom"
    return [entry.id for entry in stage.withdrawn] if has_notes else []


def _says_withdrawn(held: Held) -> bool:
    return held.text == "Withdrawn: It named the wrong river."


def _outcome(before: Shelf, now: Shelf) -> str:
    counts = Counter(
        _of_entry(before.get(key), now.get(key))
        for key in {**before, **now}
        if before.get(key) != now.get(key)
    )
    counts.pop(NOTHING, None)
    order = ("new", "new text", "new text, unread again", "unread again", "gone")
    said = [f"{counts[each]} {each}" if counts[each] > 1 else each for each in order if counts[each]]
    assert sum(counts[each] for each in order) == counts.total(), counts
    return ", ".join(said) or NOTHING


def _of_entry(before: Held | None, now: Held | None) -> str:
    if now is None:
        return "gone"
    if before is None:
        return "new" if now.is_unread else "new, but read"
    words = ["new text"] * (before.text != now.text) + ["unread again"] * now.is_unread
    return ", ".join(words) or NOTHING


def _in_words(outcomes: Mapping[Subscription, str]) -> str:
    """What most feeds came to, and then those that came to something else."""
    [(usual, _), *_] = Counter(outcomes.values()).most_common()
    others = sorted(set(outcomes.values()) - {usual})
    told = [f"{_feeds_in_words(outcomes, other)}: {other}" for other in others]
    return "; ".join([usual, *told])


def _feeds_in_words(outcomes: Mapping[Subscription, str], outcome: str) -> str:
    found = [each for each, came in outcomes.items() if came == outcome]
    formats = " and ".join(_NAMES[fmt] for fmt in _FORMATS if any(each.fmt == fmt for each in found))
    sites = {each.site for each in found}
    if len(sites) > 1:
        return formats
    return f"{formats} with {'' if sites == {'on'} else 'no '}closing notes"


def _markdown(table: Table, readers: Iterable[str]) -> str:
    names = list(readers)
    lines = [
        f"| | {' | '.join(names)} |",
        "|---" * (len(names) + 1) + "|",
        *(f"| {step} | {' | '.join(cells[name] for name in names)} |" for step, cells in table.items()),
    ]
    return "".join(f"{line}\n" for line in lines)


def _compare_with_docs(table: Table) -> None:
    text = DOCS.read_text()
    above, written, below = re.split(f"(?<={BEGIN}\n)(.*?)(?={END})", text, flags=re.DOTALL)
    seen_by = list(next(iter(table.values())))
    if os.environ.get("FEEDSVC_TEST_WRITE_TABLE"):
        assert len(seen_by) == 5, f"the table needs all five readers, and only {seen_by} are installed"
        DOCS.write_text(f"{above}{_markdown(table, seen_by)}{below}")
        return
    names, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in written.splitlines())
    in_docs = {step: dict(zip(names[1:], cells, strict=True)) for step, *cells in rows}
    # A reader that is not installed here cannot be compared; where it is, each of its cells is.
    shown = {step: {name: cells[name] for name in seen_by} for step, cells in in_docs.items()}
    assert shown == table, "docs/readers.md is not what was seen: write the table anew (see above)"
