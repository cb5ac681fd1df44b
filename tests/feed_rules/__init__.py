"""What validators and readers hold against feeds, as far as it can be seen in the bytes.

`problems_of` is read by every test that makes a feed. Each problem is a sentence that begins with
the place; none is a feed that draws no complaint. The rules are those of the specifications and of
the public validators; the one accepted warning (the tombstones' namespace) is not reported.
"""

from feedsvc.core.model import Format
from tests.feed_rules.atom import atom_problems
from tests.feed_rules.jsonfeed import json_problems
from tests.feed_rules.rss import rss_problems

__all__ = ["problems_of"]


def problems_of(fmt: Format, body: bytes, *, fetched_from: str | None = None) -> list[str]:
    """All that is wrong with a feed; `fetched_from` is the URL that it was read from, if known."""
    check = {Format.ATOM: atom_problems, Format.RSS: rss_problems, Format.JSON: json_problems}[fmt]
    return list(check(body, fetched_from))
