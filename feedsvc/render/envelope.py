"""A feed without its entries, into which they are put as they were rendered."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Envelope:
    """The bytes before, between and after the entries; `empty` is the feed that has none."""

    before: bytes
    between: bytes
    after: bytes
    empty: bytes

    @classmethod
    def of_xml(cls, empty: bytes, end: bytes) -> "Envelope":
        """The envelope that a feed without entries is; `end` is what follows the last entry."""
        if not empty.endswith(end):
            raise ValueError(f"a feed that does not end in {end!r}")
        return cls(empty.removesuffix(end), b"", end, empty)

    def dated(self, undated: bytes, date: bytes) -> "Envelope":
        """The envelope of the same feed with another date; `undated` stands in it once."""
        return Envelope(
            self.before.replace(undated, date, 1),
            self.between,
            self.after.replace(undated, date, 1),
            self.empty.replace(undated, date, 1),
        )

    def around(self, fragments: Sequence[bytes]) -> bytes:
        """The feed with these entries."""
        if not fragments:
            return self.empty
        within = fragments if not self.between else [self.between.join(fragments)]
        return b"".join([self.before, *within, self.after])


def cut_out(feed: bytes, start: bytes, end: bytes) -> bytes:
    """The only entry of a feed: from where `start` first stands to where `end` last does."""
    return feed[feed.index(start) : feed.rindex(end) + len(end)]
