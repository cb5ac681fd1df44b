"""What the API can be asked: each operation declared where it is carried out.

The declarations make both the routes and the OpenAPI document, so that neither can say anything
that the other does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from feedsvc.config import Settings
from feedsvc.core.accounts import Actor
from feedsvc.core.errors import NotSignedIn
from feedsvc.services.idempotency import RequestKey
from feedsvc.web.api.conditions import IfMatch

MEGABYTE = 1024 * 1024
JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
FORM = "multipart/form-data"
CSV = "text/csv; charset=utf-8"
# The files of a form: the name that each was sent under, and its bytes.
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as an operation is given it. `body` is of the operation's `body` shape; where that
    is `as_record`, the record itself. `files` are the parts of a form that are files."""

    user: Actor | None
    path: Mapping[str, str]
    query: Any = None
    body: Any = None
    files: Files = ()
    if_match: IfMatch = field(default_factory=IfMatch)
    key: RequestKey | None = None

    @property
    def actor(self) -> Actor:
        """Who asks. Raises NotSignedIn for the public."""
        if self.user is None:
            raise NotSignedIn("Sign in, or send a token: Authorization: Bearer ...")
        return self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation gives: `value` is encoded as JSON, None is no content; `etag` without quotes."""

    value: Any = None
    status: int = 200
    etag: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path, e.g. GET of "/entries/{uuid}", relative to /api/v1.

    `name` and the first line of `view`'s docstring name it in the documentation. `public`: an answer
    for those too who do not sign in. `media`: the content types that a body may have; `as_record`
    leaves it to the view to read the body. `gives`: the content type of the answer, which is a text
    where it is not JSON. `conditional`: If-Match is required; `keyed`: an
    Idempotency-Key is heard. `largest` is the size that its body may have, in bytes. `refusals` are
    the statuses it can end with besides the common ones.
    """

    method: str
    path: str
    name: str
    tag: str
    view: Callable[[Call], Answer]
    public: bool = False
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    body_required: bool = True
    as_record: bool = False
    media: tuple[str, ...] = (JSON,)
    answer: Any = None
    gives: str = JSON
    status: int = 200
    tagged: bool = False
    conditional: bool = False
    keyed: bool = False
    largest: Callable[[Settings], int] = lambda _: 2 * MEGABYTE
    refusals: tuple[int, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in its path."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


OPERATIONS: list[Operation] = []
# The groups of operations, in the order of the documentation.
TAGS = (
    "Entries",
    "Steps",
    "Offices",
    "Topics",
    "Countries",
    "Files",
    "Sources",
    "Users",
    "Tokens",
    "Audit log",
    "Statistics",
)


def operation(
    method: str, path: str, *, tag: str, **others: Any
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Declares a function to be an operation of the API."""

    def declare(view: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        OPERATIONS.append(
            Operation(method=method, path=path, tag=tag, name=view.__name__, view=view, **others)
        )
        return view

    return declare
