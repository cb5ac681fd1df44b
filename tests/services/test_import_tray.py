"""Files that wait to be imported: looked at, imported just so, thrown away after a day."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.accounts import Actor, Role, User
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StoreUnavailable
from feedsvc.services import import_tray, tray_files, work
from feedsvc.services.import_report import ImportFile, Outcome
from feedsvc.services.import_tray import Stage, Tray
from feedsvc.store import work as written
from tests.newsroom import Newsroom
from tests.services.import_desk import Desk, records
from tests.services.staff import EDITOR_OF_MOSCOW, Staff

ITEM: dict[str, Any] = {"office": "moscow", "language": "en", "published": "2026-05-01"}


class Table:
    """Somebody who imports."""

    def __init__(self, newsroom: Newsroom, user: User) -> None:
        self.newsroom, self.user = newsroom, user
        self.store, self.settings = newsroom.store, newsroom.settings
        self.now = newsroom.now

    @property
    def actor(self) -> Actor:
        return self.user.as_actor("192.0.2.9")

    def keep(self, *contents: bytes, **options: Any) -> Tray:
        files = [ImportFile(name=f"{number}.json", data=data) for number, data in enumerate(contents, 1)]
        given = {"now": self.now, "actor": self.actor} | options
        return import_tray.keep(self.store, self.settings, files, **given)

    def start(self, tray: Tray) -> Tray:
        return import_tray.start(self.store, self.settings, tray.id, now=self.now, actor=self.actor)

    def tray(self, tray: Tray) -> Tray:
        return import_tray.tray_of(self.settings, tray.id, actor=self.actor)

    def work(self) -> None:
        assert work.do_job(self.store, self.settings, now=self.now, holder="w") is not None


@pytest.fixture
def table(newsroom: Newsroom, staff: Staff) -> Table:
    """An editor of Moscow who imports."""
    return Table(newsroom, staff.hired(**EDITOR_OF_MOSCOW))


def large(*entries: dict[str, Any]) -> bytes:
    """So large that it becomes a job."""
    return records(*entries) + b"\n" * (1024 * 1024)


def counts(tray: Tray) -> dict[str, int]:
    assert tray.report is not None
    return {each.value: count for each in Outcome if (count := tray.report.count(each))}


def test_what_was_looked_at_is_imported_and_nothing_before(table: Table, desk: Desk) -> None:
    seen = table.keep(records({**ITEM, "title": "One"}, {**ITEM, "title": "Two", "wrong": 1}))
    assert seen.stage is Stage.SEEN
    assert counts(seen) == {"new": 1, "refused": 1}
    assert desk.entries() == {}
    done = table.start(seen)
    assert done.stage is Stage.DONE
    assert counts(done) == {"new": 1, "refused": 1}
    assert list(desk.entries()) == ["One"]


def test_a_second_click_imports_nothing_twice(table: Table, desk: Desk) -> None:
    seen = table.keep(records({**ITEM, "title": "One"}))
    first, second = table.start(seen), table.start(seen)
    assert first == second
    [entry] = desk.entries().values()
    assert entry.version == 1


def test_the_log_names_the_person_and_their_address(table: Table, staff: Staff) -> None:
    table.start(table.keep(records({**ITEM, "title": "One"})))
    [line] = staff.log(kind="import")
    assert (line.actor, line.origin) == (table.user.email, "192.0.2.9")


def test_what_takes_long_is_a_job_with_the_rights_of_its_owner(
    table: Table, desk: Desk, staff: Staff
) -> None:
    tray = table.keep(large({**ITEM, "title": "One"}, {**ITEM, "title": "Two", "office": "minsk"}))
    assert tray.stage is Stage.LOOKING
    with pytest.raises(Conflict, match="still being looked at"):
        table.start(tray)
    table.work()
    assert counts(table.tray(tray)) == {"new": 1, "refused": 1}
    assert table.start(tray).stage is Stage.IMPORTING
    table.work()
    assert table.tray(tray).stage is Stage.DONE
    assert list(desk.entries()) == ["One"]
    assert staff.log(kind="import")[0].origin == "192.0.2.9"
    done, total = tray_files.progress_of(table.settings, table.tray(tray))
    assert 0 < done <= total


def test_a_job_of_somebody_who_was_disabled_imports_nothing(table: Table, desk: Desk, staff: Staff) -> None:
    tray = table.keep(large({**ITEM, "title": "One"}))
    table.work()
    table.start(tray)
    staff.disable(table.user)
    table.work()
    assert table.tray(tray).stage is Stage.FAILED
    assert desk.entries() == {}


def test_a_job_whose_files_were_thrown_away_just_ends(table: Table) -> None:
    tray = table.keep(large({**ITEM, "title": "One"}))
    import_tray.remove(table.settings, tray.id, actor=table.actor)
    table.work()
    with table.store.reading() as reader:
        assert written.jobs(reader, kind=import_tray.JOB) == []


def test_the_worker_throws_files_away_after_a_day(table: Table) -> None:
    tray = table.keep(records({**ITEM, "title": "One"}))
    table.now += timedelta(days=1)
    table.work()
    with pytest.raises(NotFound):
        table.tray(tray)
    assert list((table.settings.data_dir / "imports").iterdir()) == []


def test_what_goes_wrong_as_a_whole_is_told(table: Table, staff: Staff) -> None:
    seen = table.keep(records({**ITEM, "title": "One"}), office="moscow")
    staff.edit(table.user, roles={"minsk": Role.EDITOR})
    failed = import_tray.start(
        table.store, table.settings, seen.id, now=table.now, actor=staff_actor(staff, table.user)
    )
    assert failed.stage is Stage.FAILED
    assert failed.problem == "You may not import here."


def staff_actor(staff: Staff, user: User) -> Actor:
    from feedsvc.services.sessions import actor_called

    with staff.store.reading() as reader:
        return actor_called(reader, user.email)


def test_files_are_their_owner_s_alone(table: Table, staff: Staff) -> None:
    tray = table.keep(records({**ITEM, "title": "One"}))
    admin = staff.hired("admin@example.org", is_admin=True).as_actor()
    for tray_id in (tray.id, "../../feedsvc.db", "0" * 32):
        with pytest.raises(NotFound):
            import_tray.tray_of(table.settings, tray_id, actor=admin)
    assert import_tray.trays_of(table.settings, actor=admin) == []
    assert [each.id for each in import_tray.trays_of(table.settings, actor=table.actor)] == [tray.id]


def test_only_who_may_import_leaves_files(table: Table, staff: Staff) -> None:
    author = staff.hired("bob@example.org", roles={"moscow": Role.AUTHOR}).as_actor()
    for actor, office in ((author, None), (author, "moscow"), (table.actor, "minsk")):
        with pytest.raises(Forbidden):
            table.keep(b"{}", actor=actor, office=office)
    assert not (table.settings.data_dir / "imports").exists()


def test_wrong_input_is_refused_at_its_field(table: Table) -> None:
    for contents, options, field in (
        ((), {}, "file"),
        ((b"{}",), {"format": "pdf"}, "format"),
        ((b"{}",), {"office": "none"}, "office"),
        ((b" " * (60 * 1024 * 1024 + 1),), {}, "file"),
    ):
        with pytest.raises(InvalidInput) as refused:
            table.keep(*contents, **options)
        assert [problem.where for problem in refused.value.problems] == [field]


def test_files_are_thrown_away_after_a_day_and_the_oldest_of_many(table: Table) -> None:
    first = table.keep(records({**ITEM, "title": "One"}))
    table.now += timedelta(days=1, minutes=1)
    for _ in range(11):
        table.now += timedelta(minutes=1)
        table.keep(records({**ITEM, "title": "One"}))
    with pytest.raises(NotFound):
        table.tray(first)
    assert len(import_tray.trays_of(table.settings, actor=table.actor)) == 10


def test_nobody_fills_the_disk(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray_files, "_MOST_BYTES", 100)
    with pytest.raises(Conflict, match="Too many files wait"):
        table.keep(b" " * 101)


def test_a_data_folder_that_cannot_be_written_is_told_of(table: Table) -> None:
    folder = table.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder / "imports").write_text("a file in the way")
    with pytest.raises(StoreUnavailable, match="FEEDSVC_DATA_DIR"):
        table.keep(b"{}")


def test_a_defect_is_told_and_the_job_is_tried_again(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    tray = table.keep(large({**ITEM, "title": "One"}))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(import_tray, "import_files", broken)
        table.work()
    assert "error in feedsvc" in table.tray(tray).problem
    table.now += timedelta(hours=1)
    table.work()
    assert counts(table.tray(tray)) == {"new": 1}
