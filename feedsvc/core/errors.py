"""The errors of feedsvc: one tree, mapped to HTTP in `web.errors` and to exit codes in `cli`.

FeedsvcError
├── InvalidInput          what was given cannot be taken; names each field or line
│   ├── UnreadableFile    the file is none that an importer can read
│   └── InvalidSettings   FEEDSVC_* variables that cannot be used
├── NotSignedIn           who asks is not known: no session, no token, or a wrong one
├── Forbidden             who asks is known and may not
├── NotFound              there is no such thing here
│   └── Moved             it has another address now
├── Gone                  there was such a thing; it was withdrawn
│   └── Ended             the feeds of an office that is closed
├── Conflict              what is stored forbids it now
│   └── Stale             what was to be changed has changed since it was read
├── TooManyTries          guesses are throttled; tells when to try again
├── NotMailed             a mail could not be handed to the mail server
├── FetchFailed           another site could not be asked, or did not answer as it should
└── StoreUnavailable      the database cannot be reached, or is not of this version
"""

from collections.abc import Iterable
from dataclasses import dataclass

from feedsvc.core.model import ChannelAddress


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (a field, a setting, "line 12") and what to do about it."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class FeedsvcError(Exception):
    """Base of every error that feedsvc raises on purpose; its text is a sentence for a person."""


class InvalidInput(FeedsvcError):
    """What was given cannot be taken; `problems` names every field at once, not the first alone."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))

    @classmethod
    def at(cls, where: str, message: str) -> "InvalidInput":
        """The error of a single field."""
        return cls([Problem(where, message)])


class UnreadableFile(InvalidInput):
    """A file as a whole is refused: empty, binary, too large, or none of the known kinds."""


class InvalidSettings(InvalidInput):
    """Settings with which feedsvc does not start, one problem for each."""


class NotSignedIn(FeedsvcError):
    """Nobody is signed in, or what was shown to prove it is wrong, ended or revoked."""


class Forbidden(FeedsvcError):
    """The account or token does not reach this far."""


class NotFound(FeedsvcError):
    """There is no such office, channel, entry or page."""


class Moved(NotFound):
    """What was named by a former slug; `address` is where the channel is now."""

    def __init__(self, address: ChannelAddress) -> None:
        self.address = address
        slugs = " and ".join(f"“{slug}”" for slug in (address.office, address.topic) if slug)
        super().__init__(f"It was renamed or merged, and is found under {slugs} now.")


class Gone(FeedsvcError):
    """An entry that was here and was withdrawn; the text says what may be said of it."""


class Ended(Gone):
    """The feeds of an office that is closed; the text says where its news goes on."""


class Conflict(FeedsvcError):
    """What is stored forbids this now: a slug in use, a transition that the status does not allow."""


class Stale(Conflict):
    """Somebody else changed it since it was read; read it again, then change it."""


class TooManyTries(FeedsvcError):
    """Too many wrong tries; `seconds` until the next one is heard."""

    def __init__(self, message: str, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(message)


class NotMailed(FeedsvcError):
    """The mail server could not be reached, or did not take a mail."""


class FetchFailed(FeedsvcError):
    """Another site could not be asked, or did not answer as it should.

    `lasting` tells that asking again would not help: the address itself is refused.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        self.lasting = lasting
        super().__init__(message)


class StoreUnavailable(FeedsvcError):
    """The database cannot be reached, or holds another version's tables."""
