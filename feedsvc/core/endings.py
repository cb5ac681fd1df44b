"""How an office comes to an end: its work goes into another office, or it is closed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of an office. `successors` go on with its work: slugs (in the store uuids, since slugs
    may change).

    Where it is `merged` its entries are those of its one successor since `at`. Else it is closed: it
    takes no new entries, and from `at` on its feeds are gone; `over` says that this has come.
    """

    successors: tuple[str, ...] = ()
    at: datetime
    merged: bool = False
    over: bool = False
