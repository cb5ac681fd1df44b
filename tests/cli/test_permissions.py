"""The table of permissions, tried through `feedsvc --as`."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedsvc.cli import main
from feedsvc.store import Store
from tests.permissions import COLLEAGUE, OWN, PEOPLE, Case, House, Person, cases

# Scheduling has no command; all else has.
COMMANDS: dict[str, tuple[str, ...]] = {
    "see a draft": ("entry", "show", "{uuid}"),
    "write a draft": ("entry", "add", "--office", "{office}", "--title", "New", "--draft"),
    "edit an own draft": ("entry", "edit", "{uuid}", "--summary", "Other"),
    "edit another's draft": ("entry", "edit", "{uuid}", "--summary", "Other"),
    "publish an own draft": ("entry", "publish", "{uuid}"),
    "publish another's draft": ("entry", "publish", "{uuid}"),
    "edit an own scheduled entry": ("entry", "edit", "{uuid}", "--summary", "Other"),
    "edit an own published entry": ("entry", "edit", "{uuid}", "--summary", "Other"),
    "edit another's published entry": ("entry", "edit", "{uuid}", "--summary", "Other"),
    "withdraw an own entry": ("entry", "withdraw", "{uuid}"),
    "withdraw another's entry": ("entry", "withdraw", "{uuid}"),
    "unschedule an own entry": ("entry", "unschedule", "{uuid}"),
    "delete an own draft": ("entry", "delete", "{uuid}", "--yes"),
    "delete another's draft": ("entry", "delete", "{uuid}", "--yes"),
    "restore an own entry": ("entry", "restore", "{uuid}"),
    "erase an entry": ("entry", "erase", "{uuid}", "--reason", "A court's order.", "--yes"),
    "import a file": ("import", "--office", "{office}", "{file}"),
    "edit the office": ("office", "edit", "{office}", "--city", "{name}"),
    "add an office": ("office", "add", "{name}", "--name", "New"),
    "add a topic": ("topic", "add", "{name}", "--name", "New"),
    "edit a topic": ("topic", "edit", "work", "--name", "{name}"),
    "list the users": ("user", "list"),
    "add a user": ("user", "add", "{name}@example.org"),
    "make a token for another": ("user", "token", "add", COLLEAGUE.email, "--name", "x"),
    "read the audit log": ("audit", "--limit", "1"),
}


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    file = folder / "feedsvc.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}")
    yield House(store, folder)
    store.close()


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("FEEDSVC_DATA_DIR", str(house.settings.data_dir))

    def run(*arguments: str) -> tuple[int, str]:
        said = io.StringIO()
        monkeypatch.setattr(sys, "argv", ["feedsvc", *arguments])
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        monkeypatch.setattr(sys, "stderr", said)
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
        return 0, said.getvalue()

    return run


def was_done(house: House, case: Case, run: Callable[..., tuple[int, str]], folder: Path) -> bool:
    entry = house.entry(case)
    name = f"n{house.newsroom.new_uuid()}"
    file = folder / f"{name}.jsonl"
    file.write_text(f'{{"title": "{name}", "language": "en", "published": "2020-06-12T09:00:00Z"}}\n')
    given = {"uuid": entry.uuid if entry else "", "office": case.office, "name": name, "file": str(file)}
    arguments = [part.format(**given) for part in COMMANDS[case.deed.name]]
    status, said = run("--as", case.person.email, *arguments)
    words = ("You may not", "may sign in", "There is no entry", "refused")
    assert status == 0 or (status == 1 and any(word in said for word in words)), (str(case), said)
    return status == 0


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_a_command_does_what_the_account_may_and_no_more(
    house: House, person: Person, run: Callable[..., tuple[int, str]], tmp_path: Path
):
    # In the other office all but the administrator are strangers, which the services are asked for.
    tried = [
        case
        for case in cases(person)
        if case.deed.name in COMMANDS and (case.office == OWN or person.name == "editor")
    ]
    wrong = [str(case) for case in tried if was_done(house, case, run, tmp_path) is not case.allowed]
    assert wrong == []
