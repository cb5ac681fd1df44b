"""What came to a feed since a reader had it, cut from its bytes (RFC 3229, instance manipulation "feed").

The feed's own description and all its tombstones stay; of the entries only those that changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where the entries of a feed stand in its bytes: they begin at `start`, each is its change number
    and its length, `rest` bytes follow the last. Since a number below `complete_since`, more happened
    than the feed can say."""

    start: int
    entries: tuple[tuple[int, int], ...]
    rest: int
    complete_since: int

    def delta(self, feed: bytes, number: int) -> bytes | None:
        """The feed with those entries alone that changed after a number; None where that would leave
        out what happened, or nothing."""
        if number < self.complete_since or all(changed > number for changed, _ in self.entries):
            return None
        ends = accumulate((length for _, length in self.entries), initial=self.start)
        spans = zip(self.entries, pairwise(ends), strict=True)
        changed = (feed[start:end] for (changed, _), (start, end) in spans if changed > number)
        return b"".join([feed[: self.start], *changed, feed[len(feed) - self.rest :]])


# Programs (the beginning of `User-Agent`) that ask for deltas and take a 226 for an error: feedparser asks,
# and rss2email (3.14, `Feed._check_for_errors`) then mails nothing until it happens to be sent a whole feed.
_TAKE_NO_226 = ("rss2email/",)


def asks_for_feed(a_im: str, agent: str = "") -> bool:
    """Whether an `A-IM` header accepts the instance manipulation "feed" (RFC 3229, 10.5.3), and is not
    sent by a program that could do nothing with the answer."""
    return not agent.startswith(_TAKE_NO_226) and any(_accepts_feed(part) for part in a_im.lower().split(","))


def _accepts_feed(part: str) -> bool:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    return name == "feed" and not any(_is_refusal(each) for each in parameters)


def _is_refusal(parameter: str) -> bool:
    name, _, value = parameter.replace(" ", "").partition("=")
    return name == "q" and value.rstrip("0") in {"", "0.", "."}


def complete_since(*numbers: int, withdrawn: Iterable[int] = ()) -> int:
    """The least change number since which a delta says all: the greatest of those at which something
    happened that it cannot say."""
    return max([*numbers, *withdrawn])
