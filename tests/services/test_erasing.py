"""Legal erasure: nothing of the entry is left, in the database's very file, and nothing brings it back."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Drawing
from sqlalchemy import insert

from feedsvc.core.accounts import Action, Actor, Role
from feedsvc.core.audit import AuditQuery
from feedsvc.core.errors import Conflict, Forbidden, Gone, InvalidInput, NotFound
from feedsvc.core.model import Enclosure, Entry, Format, Status
from feedsvc.services import accounts, work
from feedsvc.services.entries import visible
from feedsvc.services.erasing import JOB, Erased, clear_traces, erase_entry
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.import_report import ImportFile, ImportReport, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.pictures import keep_picture
from feedsvc.store.account_tables import account
from feedsvc.store.idempotency import answer_of, begin, finish
from feedsvc.store.working_tables import working_copy
from tests.newsroom import Newsroom
from tests.web.world import ADA

WORDS = ("Quillfeather", "wasserstandsmelder", "Обвиняемый", "xylograph")


def erase(newsroom: Newsroom, entry: Entry, *, actor: Actor = ADA, at_once: bool = True) -> Erased:
    newsroom.now += timedelta(minutes=1)
    erased = erase_entry(newsroom.store, entry.uuid, "A court's order.", now=newsroom.now, actor=actor)
    if at_once:
        clear_traces(newsroom.store, newsroom.settings, erased.pictures)
    return erased


def picture(newsroom: Newsroom, colour: str) -> str:
    drawn = BytesIO()
    Drawing.new("RGB", (600, 400), colour).save(drawn, "PNG")
    image = keep_picture(
        newsroom.store,
        newsroom.settings,
        drawn.getvalue(),
        alt="Quillfeather",
        credit="© xylograph",
        office="moscow",
        actor=ADA,
        now=newsroom.now,
    )
    assert image.url
    return image.url


def traces(newsroom: Newsroom, words: tuple[str, ...] = WORDS) -> set[str]:
    """Which of the words stand in any file of the database or of the data folder."""
    folder = Path(newsroom.settings.data_dir)
    database = Path(newsroom.settings.database_url.removeprefix("sqlite:///"))
    files = [*folder.rglob("*"), *database.parent.glob(f"{database.name}*")]
    held = b"".join(path.read_bytes() for path in files if path.is_file()).lower()
    # The index of words holds their stems.
    return {word for word in words if word.lower()[:8].encode() in held}


def wrote(newsroom: Newsroom) -> Entry:
    """An entry with its words everywhere that words can be."""
    image = picture(newsroom, "red")
    entry = newsroom.publish(
        "Quillfeather is named",
        summary="The wasserstandsmelder said it.",
        content_html=f'<p>Обвиняемый <img src="{image}" alt="xylograph"></p>',
        image=None,
        kind="xylograph",
    )
    entry = newsroom.edit(entry, title="Quillfeather, again", image=replace_image(image))
    with newsroom.store.writing() as writer:
        writer.connection.execute(
            insert(account).values(
                uuid="a" * 36, email="e@e", name="E", language="en", is_admin=False, created=newsroom.now
            )
        )
        begin(writer, "ada", "k", "print", newsroom.now)
        body = f'{{"uuid": "{entry.uuid}", "title": "Quillfeather"}}'
        finish(writer, "ada", "k", status=201, headers={}, body=body)
        number = writer._entry_ids([entry.uuid])[entry.uuid]
        writer.connection.execute(
            insert(working_copy).values(
                uuid="b" * 36,
                owner="a" * 36,
                entry_id=number,
                base_version=1,
                fields={"title": ("Quillfeather typed",)},
                saved_at=newsroom.now,
            )
        )
    return entry


def replace_image(url: str):
    from feedsvc.core.model import Image

    return Image(url=url, alt="Quillfeather", credit="xylograph")


def test_no_file_holds_a_word_of_it_afterwards(newsroom: Newsroom):
    entry = wrote(newsroom)
    newsroom.publish("Stays", summary="Text")
    assert traces(newsroom) == set(WORDS)
    erase(newsroom, entry)
    assert traces(newsroom) == set()
    assert list((newsroom.settings.data_dir / "pictures").glob("*")) == []


def test_what_is_left_is_its_id_and_a_neutral_tombstone(newsroom: Newsroom):
    entry = wrote(newsroom)
    left = erase(newsroom, entry).entry
    assert (left.id, left.uuid, left.status, left.title) == (entry.id, entry.uuid, Status.WITHDRAWN, "Erased")
    assert left.erased_at == newsroom.now
    assert newsroom.titles("all") == []
    [stone] = newsroom.tombstones("all")
    assert (stone.id, stone.when, stone.comment) == (entry.id, newsroom.now, "It was removed for good.")
    with newsroom.store.reading() as reader:
        assert [version.action for version in reader.versions(entry.uuid)] == ["erased"]
        with pytest.raises(Gone, match="removed for good"):
            visible(reader, entry.uuid, None)
        kept = answer_of(reader, "ada", "k")
        assert kept
        assert (kept.status, "erased" in kept.body) == (410, True)


def test_an_earlier_withdrawal_keeps_its_date_and_loses_its_reason(newsroom: Newsroom):
    gone = newsroom.withdraw(newsroom.publish("Title"), "It named Quillfeather.")
    erase(newsroom, gone)
    [stone] = newsroom.tombstones("all")
    assert (stone.when, stone.comment) == (gone.withdrawn_at, "It was removed for good.")


def test_the_audit_log_says_who_and_why_and_no_word_of_it(newsroom: Newsroom):
    entry = newsroom.publish("Quillfeather")
    erase(newsroom, entry)
    with newsroom.store.reading() as reader:
        lines = accounts.audit_log(reader, AuditQuery(object=entry.uuid), actor=ADA)
    assert [line.note.action for line in lines] == ["erased", "published", "created"]
    assert lines[0].note.detail == {"version": 3, "reason": "A court's order."}
    assert all("title" not in line.note.detail for line in lines)


def test_a_draft_that_nobody_saw_leaves_no_tombstone(newsroom: Newsroom):
    draft = newsroom.create("Quillfeather")
    erase(newsroom, draft)
    assert newsroom.tombstones("all") == []
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        visible(reader, draft.uuid, None)


def test_it_cannot_be_restored_edited_or_erased_again(newsroom: Newsroom):
    entry = newsroom.publish("Quillfeather")
    left = erase(newsroom, entry).entry
    with pytest.raises(Conflict, match="nothing left to restore"):
        newsroom.restore(left)
    with pytest.raises(Conflict):
        newsroom.edit(left, title="Again")
    with pytest.raises(Conflict, match="erased already"):
        erase(newsroom, left)


def test_a_picture_that_another_entry_shows_stays(newsroom: Newsroom):
    url = picture(newsroom, "blue")
    erased = newsroom.publish("Erased", image=replace_image(url))
    file = Enclosure(url, "image/png")
    newsroom.publish("Other", enclosures=(file,))
    before = sorted((newsroom.settings.data_dir / "pictures").glob("*"))
    assert erase(newsroom, erased).pictures == ()
    assert sorted((newsroom.settings.data_dir / "pictures").glob("*")) == before


def test_a_translation_of_it_is_linked_no_more(newsroom: Newsroom):
    english, russian = newsroom.publish("Quillfeather"), newsroom.publish("Перо", language="ru")
    with newsroom.publisher() as publisher:
        publisher.link_translations([english.uuid, russian.uuid])
    erase(newsroom, english)
    assert newsroom.entry(russian).translations == ()
    body = feed_bytes(newsroom.store, newsroom.settings, newsroom.address("all.ru"), Format.ATOM)
    assert b"quillfeather" not in body.lower()


def test_the_worker_clears_the_files_where_nobody_waits_for_it(newsroom: Newsroom):
    entry = wrote(newsroom)
    erase(newsroom, entry, at_once=False)
    assert traces(newsroom) != set()
    while work.do_job(newsroom.store, newsroom.settings, now=newsroom.now, holder="w"):
        pass
    assert traces(newsroom) == set()
    with newsroom.store.reading() as reader:
        assert work.status(reader, now=newsroom.now).waiting.get(JOB) is None


@pytest.mark.parametrize("role", [None, *Role])
def test_it_is_for_administrators(newsroom: Newsroom, role: Role | None):
    entry = newsroom.publish("Quillfeather")
    office = newsroom.channel("offices/moscow").office
    assert office
    eve = Actor(name="eve", roles={office.uuid: role} if role else {})
    with pytest.raises(Forbidden):
        erase(newsroom, entry, actor=eve)
    assert not any(eve.may(Action.ERASE, each) for each in (office.uuid, None))


def test_a_reason_is_asked_for(newsroom: Newsroom):
    entry = newsroom.publish("Quillfeather")
    with pytest.raises(InvalidInput) as wrong:
        erase_entry(newsroom.store, entry.uuid, " ", now=newsroom.now, actor=ADA)
    assert [problem.where for problem in wrong.value.problems] == ["reason"]


def imported(newsroom: Newsroom, text: str) -> ImportReport:
    newsroom.now += timedelta(minutes=1)
    file = ImportFile(name="a.jsonl", data=text.encode())
    return import_files(
        newsroom.store, newsroom.settings, [file], now=newsroom.now, actor=ADA, office="moscow", format="json"
    )


SAID = '{"title": "%s", "language": "en", "published": "%sT09:00:00Z"%s}\n'


@pytest.mark.parametrize(
    "again",
    [
        SAID % ("Other words", "2021-01-01", ', "id": "tag:e.org,2020:1"'),
        SAID % ("Other words", "2021-01-01", ', "link": "https://e.org/1"'),
        SAID % ("  QUILLFEATHER is  named", "2020-06-12", ""),
    ],
    ids=["its id", "its link", "its title on its day"],
)
def test_no_import_brings_it_back(newsroom: Newsroom, again: str):
    said = ', "id": "tag:e.org,2020:1", "link": "https://e.org/1"'
    imported(newsroom, SAID % ("Quillfeather is named", "2020-06-12", said))
    with newsroom.store.reading() as reader:
        [entry] = reader.entries(limit=5)
    erase(newsroom, entry)
    other = SAID % ("Quillfeather is named", "2020-06-13", "")
    report = imported(newsroom, again + other)
    assert [(row.outcome, row.note) for row in report.rows] == [
        (Outcome.REFUSED, "was erased from this site and does not come back"),
        (Outcome.NEW, ""),
    ]


def test_a_backup_carries_what_keeps_it_away(newsroom: Newsroom):
    from feedsvc.store.dump import tables_of

    with newsroom.store.reading() as reader:
        names = {table.name for table in tables_of(reader.connection)}
    assert {"erased_mark", "tombstone"} <= names
