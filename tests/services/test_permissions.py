"""The table of permissions, tried through the services."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc.core.accounts import Action, Actor, TokenDraft, UserDraft
from feedsvc.core.audit import AuditQuery
from feedsvc.core.errors import Forbidden, NotFound, NotSignedIn
from feedsvc.core.model import Entry, OfficeDraft
from feedsvc.services import accounts, offices, tokens
from feedsvc.services.entries import visible
from feedsvc.services.erasing import erase_entry
from feedsvc.services.import_report import ImportFile, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.naming import edit_topic
from feedsvc.services.publishing import Publisher, publishing
from feedsvc.services.unreleased import delete_draft, unschedule
from feedsvc.store import Reader, Store, Writer
from tests.permissions import COLLEAGUE, DEEDS, OTHER, OWN, PEOPLE, TOKENS, Case, House, Person, cases

REFUSED = (Forbidden, NotSignedIn, NotFound)


class Hand:
    """One case under way: what the deeds are done with."""

    def __init__(self, house: House, case: Case) -> None:
        self.house = house
        self.entry = house.entry(case)
        self.actor: Actor = house.actor(case.person)
        self.office = case.office
        self.now = house.newsroom.now + timedelta(seconds=30)
        self.uuid = house.newsroom.new_uuid()
        self.name = f"n{self.uuid.replace('-', '')}"

    @property
    def known(self) -> Entry:
        assert self.entry is not None
        return self.entry

    def publishes(self, do: Callable[[Publisher], object]) -> None:
        with publishing(
            self.house.store, self.house.settings, now=self.now, actor=self.actor, new_uuid=lambda: self.uuid
        ) as publisher:
            do(publisher)

    def edits(self) -> None:
        draft = replace(self.known.as_draft(), summary="Another text.")
        self.publishes(lambda publisher: publisher.edit(self.known.uuid, draft))

    def writes(self, do: Callable[[Writer], object]) -> None:
        with self.house.store.writing() as writer:
            do(writer)

    def reads(self, do: Callable[[Reader], object]) -> None:
        with self.house.store.reading() as reader:
            do(reader)

    def imports(self) -> None:
        line = f'{{"title": "{self.name}", "language": "en", "published": "2020-06-12T09:00:00Z"}}\n'
        report = import_files(
            self.house.store,
            self.house.settings,
            [ImportFile(name="news.jsonl", data=line.encode())],
            now=self.now,
            actor=self.actor,
            office=self.office,
            format="json",
        )
        assert report.count(Outcome.NEW) == 1, report.rows

    def deletes(self) -> None:
        self.writes(lambda writer: delete_draft(writer, self.known.uuid, now=self.now, actor=self.actor))

    def edits_office(self) -> None:
        draft = OfficeDraft(slug=self.office, names={"en": f"Office {self.name}"})
        self.writes(lambda writer: offices.edit_office(writer, draft, now=self.now, actor=self.actor))

    def adds_office(self) -> None:
        draft = OfficeDraft(slug=self.name, names={"en": "New"})
        self.writes(
            lambda writer: offices.add_office(writer, draft, now=self.now, actor=self.actor, uuid=self.uuid)
        )

    def adds_topic(self) -> None:
        self.writes(
            lambda writer: offices.add_topic(
                writer, self.name, {"en": "New"}, now=self.now, actor=self.actor, uuid=self.uuid
            )
        )

    def adds_user(self) -> None:
        draft = UserDraft(email=f"{self.name}@example.org")
        self.writes(
            lambda writer: accounts.add_user(writer, draft, now=self.now, actor=self.actor, uuid=self.uuid)
        )

    def makes_token(self) -> None:
        other = self.house.users[COLLEAGUE.name]
        draft = TokenDraft(name="x", actions=self.actor.scope.actions)
        self.writes(
            lambda writer: tokens.add_token(
                writer, other, draft, now=self.now, actor=self.actor, uuid=self.uuid
            )
        )


DO: dict[str, Callable[[Hand], object]] = {
    "see a draft": lambda hand: hand.reads(lambda reader: visible(reader, hand.known.uuid, hand.actor)),
    "write a draft": lambda hand: hand.publishes(
        lambda publisher: publisher.create(hand.house.newsroom.draft(office=hand.office))
    ),
    "edit an own draft": Hand.edits,
    "edit another's draft": Hand.edits,
    "publish an own draft": lambda hand: hand.publishes(lambda each: each.publish(hand.known.uuid)),
    "publish another's draft": lambda hand: hand.publishes(lambda each: each.publish(hand.known.uuid)),
    "schedule an own draft": lambda hand: hand.publishes(
        lambda publisher: publisher.schedule(hand.known.uuid, hand.now + timedelta(days=1))
    ),
    "edit an own scheduled entry": Hand.edits,
    "edit an own published entry": Hand.edits,
    "edit another's published entry": Hand.edits,
    "withdraw an own entry": lambda hand: hand.publishes(lambda each: each.withdraw(hand.known.uuid)),
    "withdraw another's entry": lambda hand: hand.publishes(lambda each: each.withdraw(hand.known.uuid)),
    "unschedule an own entry": lambda hand: hand.writes(
        lambda writer: unschedule(writer, hand.known.uuid, now=hand.now, actor=hand.actor)
    ),
    "delete an own draft": lambda hand: hand.deletes(),
    "delete another's draft": lambda hand: hand.deletes(),
    "restore an own entry": lambda hand: hand.publishes(lambda each: each.restore(hand.known.uuid)),
    "erase an entry": lambda hand: erase_entry(
        hand.house.store, hand.known.uuid, "A court's order.", now=hand.now, actor=hand.actor
    ),
    "import a file": Hand.imports,
    "edit the office": Hand.edits_office,
    "add an office": Hand.adds_office,
    "add a topic": Hand.adds_topic,
    "edit a topic": lambda hand: hand.writes(
        lambda writer: edit_topic(writer, "work", {"en": hand.name}, now=hand.now, actor=hand.actor)
    ),
    "list the users": lambda hand: hand.reads(lambda reader: accounts.users(reader, actor=hand.actor)),
    "add a user": Hand.adds_user,
    "make a token for another": Hand.makes_token,
    "read the audit log": lambda hand: hand.reads(
        lambda reader: accounts.audit_log(reader, AuditQuery(limit=1), actor=hand.actor)
    ),
}


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    file = folder / "feedsvc.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}")
    yield House(store, folder)
    store.close()


def was_done(house: House, case: Case) -> bool:
    try:
        DO[case.deed.name](Hand(house, case))
    except REFUSED:
        return False
    return True


@pytest.mark.parametrize("person", [*PEOPLE, *TOKENS], ids=lambda person: person.name)
def test_a_person_may_do_what_the_table_says_and_no_more(house: House, person: Person):
    wrong = [str(case) for case in cases(person) if was_done(house, case) is not case.allowed]
    assert wrong == []


def test_the_table_has_every_action_and_tells_people_apart():
    assert {deed.action for deed in DEEDS} == set(Action)
    assert DO.keys() == {deed.name for deed in DEEDS}
    counts = [sum(case.allowed for case in cases(person)) for person in PEOPLE]
    assert counts == [0, 0, 1, 4, 17, 45, 0, 0]


def move(house: House, actor: Actor, entry: Entry, office: str) -> Entry:
    with publishing(house.store, house.settings, now=house.newsroom.now, actor=actor) as publisher:
        return publisher.edit(entry.uuid, replace(entry.as_draft(), office=office))


@pytest.mark.parametrize(("start", "end"), [(OWN, OTHER), (OTHER, OWN)])
def test_moving_an_entry_needs_the_right_in_both_offices(house: House, start: str, end: str):
    editor = next(person for person in PEOPLE if person.name == "editor")
    deed = next(each for each in DEEDS if each.name == "edit another's draft")
    entry = house.entry(Case(editor, deed, start))
    assert entry is not None
    with pytest.raises(Forbidden):
        move(house, house.actor(editor), entry, end)
    admin = next(person for person in PEOPLE if person.name == "admin")
    assert move(house, house.actor(admin), entry, end).office == end


def test_what_is_refused_leaves_no_trace(house: House):
    author = next(person for person in PEOPLE if person.name == "author")
    refused = [case for case in cases(author) if not case.allowed]
    for case in refused:
        before = house.newsroom.counter(), last_line(house)
        hand = Hand(house, case)
        made = house.newsroom.counter(), last_line(house)
        with pytest.raises(REFUSED):
            DO[case.deed.name](hand)
        assert (house.newsroom.counter(), last_line(house)) == made
        assert before <= made


def last_line(house: House) -> int:
    with house.store.reading() as reader:
        actor = house.actor(next(person for person in PEOPLE if person.name == "admin"))
        return accounts.audit_log(reader, AuditQuery(limit=1), actor=actor)[0].id
