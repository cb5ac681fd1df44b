"""Who may do what, as one table: every person and token, by every deed, in both offices.

The table says for itself what is allowed; it asks nothing of `core.accounts`. The same cases are
tried through the services, the command line and the API. Each case has an entry of its own to do
its deed to, so that no case depends on another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from pathlib import Path

from feedsvc.core.accounts import Action, Actor, Role, TokenDraft, UserDraft
from feedsvc.core.model import Entry, Status
from feedsvc.services import accounts, sessions, tokens
from feedsvc.services.publishing import Publisher, publishing
from feedsvc.store import Store
from feedsvc.store.accounts import set_password_hash
from tests.newsroom import Newsroom
from tests.services.staff import quick_hash
from tests.web.world import ADA

OWN, OTHER = "moscow", "minsk"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a `role` in the office OWN; `actions` and `offices` are those of the token that
    is shown, None where there is none."""

    name: str
    role: str | None = None
    admin: bool = False
    account: bool = True
    disabled: bool = False
    actions: frozenset[Action] | None = None
    offices: frozenset[str] | None = None

    @property
    def email(self) -> str:
        """The address of the account."""
        return f"{self.name.replace(' ', '-')}@example.org"

    @property
    def has_token(self) -> bool:
        """Whether a token is shown, instead of a session."""
        return self.actions is not None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done: to an entry of a `status` (None: to no entry), the person's `own` or another's;
    to the whole `site` or in an office. `roles` are those that may do it there."""

    name: str
    action: Action
    roles: frozenset[str]
    status: Status | None = None
    own: bool = False
    site: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One square of the table."""

    person: Person
    deed: Deed
    office: str

    def __str__(self) -> str:
        return f"{self.person.name}: {self.deed.name}, {self.office}"

    @property
    def allowed(self) -> bool:
        """What the table says."""
        person, deed = self.person, self.deed
        if not person.account or person.disabled:
            return False
        if person.actions is not None and deed.action not in person.actions:
            return False
        if person.offices is not None and (deed.site or self.office not in person.offices):
            return False
        return person.admin or (not deed.site and self.office == OWN and person.role in deed.roles)


_READERS = frozenset({"reader", "author", "editor"})
_AUTHORS = frozenset({"author", "editor"})
_EDITORS = frozenset({"editor"})
_NOBODY: frozenset[str] = frozenset()

DEEDS = (
    Deed("see a draft", Action.READ, _READERS, Status.DRAFT),
    Deed("write a draft", Action.WRITE, _AUTHORS),
    Deed("edit an own draft", Action.WRITE, _AUTHORS, Status.DRAFT, own=True),
    Deed("edit another's draft", Action.WRITE, _EDITORS, Status.DRAFT),
    Deed("publish an own draft", Action.PUBLISH, _EDITORS, Status.DRAFT, own=True),
    Deed("publish another's draft", Action.PUBLISH, _EDITORS, Status.DRAFT),
    Deed("schedule an own draft", Action.PUBLISH, _EDITORS, Status.DRAFT, own=True),
    Deed("edit an own scheduled entry", Action.PUBLISH, _EDITORS, Status.SCHEDULED, own=True),
    Deed("edit an own published entry", Action.PUBLISH, _EDITORS, Status.PUBLISHED, own=True),
    Deed("edit another's published entry", Action.PUBLISH, _EDITORS, Status.PUBLISHED),
    Deed("withdraw an own entry", Action.WITHDRAW, _EDITORS, Status.PUBLISHED, own=True),
    Deed("withdraw another's entry", Action.WITHDRAW, _EDITORS, Status.PUBLISHED),
    Deed("unschedule an own entry", Action.PUBLISH, _EDITORS, Status.SCHEDULED, own=True),
    Deed("delete an own draft", Action.WRITE, _AUTHORS, Status.DRAFT, own=True),
    Deed("delete another's draft", Action.WRITE, _EDITORS, Status.DRAFT),
    Deed("restore an own entry", Action.WITHDRAW, _EDITORS, Status.WITHDRAWN, own=True),
    Deed("erase an entry", Action.ERASE, _NOBODY, Status.PUBLISHED),
    Deed("import a file", Action.IMPORT, _EDITORS),
    Deed("edit the office", Action.MANAGE, _NOBODY),
    Deed("add an office", Action.MANAGE, _NOBODY, site=True),
    Deed("add a topic", Action.MANAGE, _NOBODY, site=True),
    Deed("edit a topic", Action.MANAGE, _NOBODY, site=True),
    Deed("list the users", Action.MANAGE, _NOBODY, site=True),
    Deed("add a user", Action.MANAGE, _NOBODY, site=True),
    Deed("make a token for another", Action.MANAGE, _NOBODY, site=True),
    Deed("read the audit log", Action.MANAGE, _NOBODY, site=True),
)

PEOPLE = (
    Person("anonymous", account=False),
    Person("stranger"),
    Person("reader", "reader"),
    Person("author", "author"),
    Person("editor", "editor"),
    Person("admin", admin=True),
    Person("disabled editor", "editor", disabled=True),
    Person("disabled admin", admin=True, disabled=True),
)
COLLEAGUE = Person("colleague")  # does nothing; what is done for another is done for this one
_EVERY_ACTION = frozenset(Action)
TOKENS = (
    *(Person(f"editor token {each}", "editor", actions=frozenset({each})) for each in Action),
    *(Person(f"admin token {each}", admin=True, actions=frozenset({each})) for each in Action),
    Person("author token all", "author", actions=_EVERY_ACTION),
    Person("editor token own office", "editor", actions=_EVERY_ACTION, offices=frozenset({OWN})),
    Person("editor token other office", "editor", actions=_EVERY_ACTION, offices=frozenset({OTHER})),
    Person("admin token own office", admin=True, actions=_EVERY_ACTION, offices=frozenset({OWN})),
    Person("disabled admin token", admin=True, disabled=True, actions=_EVERY_ACTION),
)


def cases(person: Person) -> Iterator[Case]:
    """Every deed of a person, in both offices; what is done to the site only once."""
    for deed, office in product(DEEDS, (OWN, OTHER)):
        if not deed.site or office == OWN:
            yield Case(person, deed, office)


class House:
    """A newsroom in which all these people have accounts."""

    def __init__(self, store: Store, data_dir: Path, url: str = "sqlite://") -> None:
        self.newsroom = Newsroom(store, data_dir, url)
        self.store, self.settings = store, self.newsroom.settings
        self.users: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        for person in (COLLEAGUE, *PEOPLE, *TOKENS):
            if person.account:
                self._admit(person)

    def _admit(self, person: Person) -> None:
        now, new_uuid = self.newsroom.now, self.newsroom.new_uuid
        roles: Mapping[str, Role] = {OWN: Role(person.role)} if person.role else {}
        draft = UserDraft(email=person.email, name=person.name, is_admin=person.admin, roles=roles)
        with self.store.writing() as writer:
            user = accounts.add_user(writer, draft, now=now, actor=ADA, uuid=new_uuid())
            self.users[person.name] = user.uuid
            if person.actions is not None:
                scope = TokenDraft(name="table", actions=person.actions, offices=person.offices)
                _, self.secrets[person.name] = tokens.add_token(
                    writer, user.uuid, scope, now=now, actor=ADA, uuid=new_uuid()
                )
            if person.disabled:
                accounts.disable_user(writer, user.uuid, now=now, actor=ADA)

    def password(self, person: Person) -> None:
        """Give a person the PASSWORD of `tests.services.staff`, for those who test sign-ins."""
        with self.store.writing() as writer:
            set_password_hash(writer, self.users[person.name], quick_hash())

    def actor(self, person: Person) -> Actor:
        """The person as the services meet them. Raises NotSignedIn."""
        if not person.account:
            return Actor(name="anonymous")
        now = self.newsroom.now
        if person.has_token:
            return sessions.actor_of_token(self.store, self.secrets[person.name], now=now, origin="")
        with self.store.reading() as reader:
            return sessions.actor_called(reader, person.email)

    def entry(self, case: Case) -> Entry | None:
        """A new entry to do the deed to; None for a deed to no entry."""
        deed = case.deed
        if deed.status is None:
            return None
        owner = self.users.get(case.person.name) if deed.own else None
        maker = replace(ADA, user=owner)
        newsroom = self.newsroom
        newsroom.now += timedelta(minutes=1)
        with publishing(
            self.store, self.settings, now=newsroom.now, actor=maker, new_uuid=newsroom.new_uuid
        ) as publisher:
            made = publisher.create(newsroom.draft(str(case), office=case.office))
            return _brought_to(publisher, made, deed.status, newsroom)


def _brought_to(publisher: Publisher, entry: Entry, status: Status, newsroom: Newsroom) -> Entry:
    if status is Status.SCHEDULED:
        return publisher.schedule(entry.uuid, newsroom.now + timedelta(days=400))
    if status in {Status.PUBLISHED, Status.WITHDRAWN}:
        entry = publisher.publish(entry.uuid)
    return publisher.withdraw(entry.uuid) if status is Status.WITHDRAWN else entry
