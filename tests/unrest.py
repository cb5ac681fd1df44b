"""A newsroom that does not keep still while somebody reads: whatever can happen to entries, by chance."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from feedsvc.core.model import Entry
from feedsvc.core.urls import parse_channel
from tests.newsroom import Newsroom

_ANEW = 0.05  # how often it looks what there is: with thousands of entries that takes longer than an edit


class Unrest:
    """Does one thing after the other in a channel, drawn from a seed. `arrivals` counts what came to the
    top of the channel: new entries, major edits, restored ones and those that joined a channel."""

    def __init__(self, newsroom: Newsroom, path: str, seed: int) -> None:
        self._newsroom = newsroom
        self._address = parse_channel(path)
        self._random = Random(seed)
        self._known: list[str] = []
        self._withdrawn: list[Entry] = []
        self._left: list[Entry] = []
        self.arrivals = 0

    def live(self) -> list[str]:
        """The uuids of what stands in the channel, newest first."""
        with self._newsroom.store.reading() as reader:
            channel = reader.channel(self._address, self._newsroom.settings.languages)
            return [place.uuid for place in reader.channel_places(channel, 100_000)]

    def live_ids(self) -> set[str]:
        """The ids of what stands in the channel."""
        return {f"urn:uuid:{uuid}" for uuid in self.live()}

    def stir(self, *, may_arrive: bool = True) -> None:
        """Let one thing happen; without `may_arrive` none that brings an entry to the top."""
        quiet: list[Callable[[], object]] = [self._minor_edit] * 4 + [self._withdraw, self._leave]
        loud = [self._publish, self._major_edit, self._join, self._restore]
        self._random.choice(loud if may_arrive else quiet)()
        self.arrivals += may_arrive

    def _any(self) -> Entry:
        """A live entry from anywhere, or from the older half: where a reader has not come yet."""
        while True:
            if not self._known or self._random.random() < _ANEW:
                self._known = self.live()
            uuid = self._random.choice(self._known[self._random.choice((0, len(self._known) // 2)) :])
            with self._newsroom.store.reading() as reader:
                entry = reader.entry(uuid)
            if entry.released:
                return entry

    def _publish(self) -> None:
        self._newsroom.publish(f"New {self._random.random()}", countries=("UZ",))

    def _minor_edit(self) -> None:
        self._newsroom.edit(self._any(), summary=f"{self._random.random()}")

    def _major_edit(self) -> None:
        self._newsroom.edit(self._any(), summary=f"{self._random.random()}", major=True)

    def _withdraw(self) -> None:
        self._withdrawn.append(self._newsroom.withdraw(self._any()))

    def _restore(self) -> None:
        """A major edit where nothing was withdrawn."""
        if self._withdrawn:
            self._newsroom.restore(self._withdrawn.pop(0))
        else:
            self._major_edit()

    def _leave(self) -> None:
        """Let an entry be about no country: it leaves the channel of its country, and not the others."""
        self._left.append(self._newsroom.edit(self._any(), countries=()))

    def _join(self) -> None:
        """Let an entry that was about no country be about one again; a major edit where there is none."""
        left = [entry for entry in self._left if self._newsroom.entry(entry).released]
        self._left = left[1:]
        if left:
            self._newsroom.edit(left[0], countries=("UZ",))
        else:
            self._major_edit()


def with_pages_of(newsroom: Newsroom, size: int) -> Newsroom:
    """The same newsroom with another number of entries to a page."""
    newsroom.settings = replace(newsroom.settings, page_size=size)
    return newsroom
