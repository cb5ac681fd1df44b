"""Offices and topics that are called otherwise, or go into others: what readers get of it."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image as Drawing

from feedsvc.core.accounts import Action, Actor, Role, TokenDraft, UserDraft
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, Moved
from feedsvc.core.model import Format, FormerName
from feedsvc.core.urls import parse_feed
from feedsvc.services import accounts, naming, tokens
from feedsvc.services.digests import close_due
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.import_report import ImportFile, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.offices import add_topic, edit_office
from feedsvc.services.pictures import keep_picture
from feedsvc.services.searching import search
from feedsvc.services.sources import SourceDraft, add_source
from feedsvc.store import pictures as stored_pictures
from feedsvc.store import sources as kept_sources
from tests.newsroom import Newsroom
from tests.services.import_desk import FISH, OLD, page
from tests.web.world import ADA


def rename(newsroom: Newsroom, slug: str, new: str, **said: object) -> None:
    with newsroom.store.writing() as writer:
        draft = replace(writer.office(slug).as_draft(), slug=new, **said)
        edit_office(writer, draft, slug=slug, now=newsroom.now, actor=ADA)


def merge(newsroom: Newsroom, slug: str, into: str, actor: Actor = ADA) -> naming.Merged:
    newsroom.now += timedelta(minutes=1)
    with newsroom.store.writing() as writer:
        return naming.merge_offices(writer, newsroom.site(), slug, into=into, now=newsroom.now, actor=actor)


def merge_topic(newsroom: Newsroom, slug: str, into: str) -> naming.Merged:
    newsroom.now += timedelta(minutes=1)
    with newsroom.store.writing() as writer:
        return naming.merge_topics(writer, newsroom.site(), slug, into=into, now=newsroom.now, actor=ADA)


def topic(newsroom: Newsroom, slug: str) -> None:
    with newsroom.store.writing() as writer:
        add_topic(writer, slug, {"en": slug.title()}, now=newsroom.now, actor=ADA, uuid=newsroom.new_uuid())


def feed(newsroom: Newsroom, path: str, fmt: Format = Format.ATOM) -> str:
    return feed_bytes(newsroom.store, newsroom.settings, newsroom.address(path), fmt).decode()


def test_a_renamed_office_keeps_its_entries_and_the_id_of_its_feed(newsroom: Newsroom):
    newsroom.publish("One", countries=("UZ",))
    before = newsroom.channel("offices/moscow")
    rename(newsroom, "moscow", "eurasia", names={"en": "Office for Eurasia"})
    after = newsroom.channel("offices/eurasia")
    assert after.key == before.key
    assert after.changed > before.changed
    assert newsroom.titles("offices/eurasia/countries/uz") == ["One"]
    with newsroom.store.reading() as reader:
        office = reader.office("eurasia")
    assert office.former_names == (FormerName("Office in Moscow", "2026-06-01"),)
    assert office.former_slugs == ("moscow",)


def test_a_former_slug_says_where_the_channel_is_now_without_a_stop_between(newsroom: Newsroom):
    rename(newsroom, "moscow", "second")
    rename(newsroom, "second", "third")
    for old in ("moscow", "second"):
        with pytest.raises(Moved) as moved:
            newsroom.channel(f"offices/{old}/topics/work.ru")
        assert moved.value.address == newsroom.address("offices/third/topics/work.ru")


def test_a_name_that_is_corrected_leaves_no_former_one_where_the_draft_says_so(newsroom: Newsroom):
    typo = FormerName("Bureau", "1990")
    rename(newsroom, "moscow", "moscow", names={"en": "Office at Moscow"}, former_names=(typo,))
    with newsroom.store.reading() as reader:
        assert reader.office("moscow").former_names == (typo,)


def test_a_slug_that_was_ever_given_is_never_given_again(newsroom: Newsroom):
    rename(newsroom, "moscow", "eurasia")
    topic(newsroom, "floods")
    merge_topic(newsroom, "floods", "work")
    merge(newsroom, "minsk", "eurasia")
    newsroom.add_office("other", "Other")
    for slug in ("moscow", "minsk", "eurasia"):
        with pytest.raises(Conflict):
            newsroom.add_office(slug, "Again")
        with pytest.raises(Conflict):
            rename(newsroom, "other", slug)
    for slug in ("floods", "work"):
        with pytest.raises(Conflict):
            topic(newsroom, slug)
    topic(newsroom, "moscow")  # topics have slugs of their own


def test_the_entries_of_a_merged_office_keep_their_ids_places_and_dates(newsroom: Newsroom):
    first = newsroom.publish("First of Minsk", office="minsk", countries=("BY",))
    second = newsroom.publish("Second of Moscow")
    third = newsroom.publish("Third of Minsk", office="minsk")
    draft = newsroom.create("Draft of Minsk", office="minsk")
    assert merge(newsroom, "minsk", "moscow") == naming.Merged("moscow", 3)
    assert newsroom.titles("offices/moscow") == ["Third of Minsk", "Second of Moscow", "First of Minsk"]
    assert newsroom.titles("offices/moscow/countries/by.en") == ["First of Minsk"]
    assert newsroom.entry(draft).office == "moscow"
    for known in (first, second, third):
        now = newsroom.entry(known)
        assert (now.id, now.uuid, now.position) == (known.id, known.uuid, known.position)
        assert (now.published, now.updated, now.version) == (known.published, known.updated, known.version)
    assert newsroom.entry(first).changed == newsroom.counter()
    assert newsroom.entry(second).changed == second.changed


def test_a_tombstone_of_a_merged_office_stands_in_the_other_one(newsroom: Newsroom):
    gone = newsroom.withdraw(newsroom.publish("Gone", office="minsk"))
    merge(newsroom, "minsk", "moscow")
    assert [stone.id for stone in newsroom.tombstones("offices/moscow")] == [gone.id]


def test_a_reader_of_a_merged_office_finds_all_its_entries_and_none_anew(newsroom: Newsroom):
    ours = [newsroom.publish(f"Minsk {number}", office="minsk") for number in range(9)]
    before = {entry.id: entry.updated for entry in ours}
    newsroom.publish("Moscow")
    merge(newsroom, "minsk", "moscow")
    seen = walk(newsroom, "offices/moscow")
    assert seen.keys() >= before.keys()
    assert all(newsroom.entry(entry).updated == before[entry.id] for entry in ours)


def walk(newsroom: Newsroom, path: str) -> dict[str, int]:
    """The ids of a channel's whole stream, by the pages of its archive and the current document."""
    channel = newsroom.channel(path)
    current = feed(newsroom, path)
    assert current.count("<entry") < 2 * newsroom.settings.page_size
    found: dict[str, int] = {}
    pages = [current]
    for number in range(1, channel.pages + 1):
        address = replace(channel.address, archive=number)
        pages.append(feed_bytes(newsroom.store, newsroom.settings, address, Format.ATOM).decode())
    for text in pages:
        for part in text.split("<entry")[1:]:
            entry_id = part.split("<id>")[1].split("</id>")[0]
            found[entry_id] = found.get(entry_id, 0) + 1
    assert set(found.values()) == {1}
    return found


def test_what_is_found_of_a_merged_office_is_found_in_the_other(newsroom: Newsroom):
    entry = newsroom.publish("Wasserstand", office="minsk")
    merge(newsroom, "minsk", "moscow")
    with newsroom.store.reading() as reader:
        for slug in ("moscow", "minsk"):
            found = search(reader, "Wasserstand", office=slug, limit=5)
            assert [hit.entry.uuid for hit in found.hits] == [entry.uuid]


def test_people_and_tokens_of_a_merged_office_work_in_the_other(newsroom: Newsroom):
    moscow = newsroom.channel("offices/moscow").office
    assert moscow
    with newsroom.store.writing() as writer:
        roles = {"minsk": Role.EDITOR, "moscow": Role.READER}
        user = accounts.add_user(
            writer,
            UserDraft(email="ann@example.org", roles=roles),
            now=newsroom.now,
            actor=ADA,
            uuid=newsroom.new_uuid(),
        )
        draft = TokenDraft(name="t", actions=frozenset({Action.READ}), offices=frozenset({"minsk"}))
        token, _ = tokens.add_token(
            writer, user.uuid, draft, now=newsroom.now, actor=ADA, uuid=newsroom.new_uuid()
        )
    merge(newsroom, "minsk", "moscow")
    with newsroom.store.reading() as reader:
        assert accounts.user_called(reader, "ann@example.org").roles == {moscow.uuid: Role.EDITOR}
        [kept] = tokens.tokens(reader, user.uuid, actor=ADA)
        assert kept.uuid == token.uuid
        assert kept.scope.offices == {moscow.uuid}


def test_a_merge_needs_an_administrator_and_two_open_offices(newsroom: Newsroom):
    with pytest.raises(Forbidden):
        merge(newsroom, "minsk", "moscow", actor=Actor(name="eve"))
    with pytest.raises(InvalidInput) as same:
        merge(newsroom, "minsk", "minsk")
    assert [problem.where for problem in same.value.problems] == ["into"]


def test_an_import_that_names_an_office_as_it_was_called_finds_it(newsroom: Newsroom):
    line = b'{"office": "minsk", "title": "T", "language": "en", "published": "2020-06-12T09:00:00Z"}\n'
    rename(newsroom, "minsk", "belarus")
    assert imported(newsroom, line) == [(Outcome.NEW, "")]
    merge(newsroom, "belarus", "moscow")
    assert imported(newsroom, line)[0][0] is Outcome.UNCHANGED
    assert newsroom.titles("offices/moscow") == ["T"]


def test_a_page_of_an_office_that_went_into_another_is_that_ones(newsroom: Newsroom):
    imported(newsroom, page(OLD))
    with newsroom.store.reading() as reader:
        [slug] = {each.slug for each in reader.offices()} - {"minsk", "moscow"}
    merge(newsroom, slug, "moscow")
    rows = imported(newsroom, page(FISH, OLD))
    assert [outcome for outcome, _ in rows] == [Outcome.NEW, Outcome.UNCHANGED]
    assert len(newsroom.titles("offices/moscow")) == 2
    with newsroom.store.reading() as reader:
        assert reader.office("moscow").city == ""


def imported(newsroom: Newsroom, data: bytes, **others: str) -> list[tuple[Outcome, str]]:
    newsroom.now += timedelta(minutes=1)
    report = import_files(
        newsroom.store,
        newsroom.settings,
        [ImportFile(name="file", data=data)],
        now=newsroom.now,
        actor=ADA,
        **others,
    )
    return [(row.outcome, row.note) for row in report.rows]


def test_the_entries_of_a_merged_topic_have_the_other_once(newsroom: Newsroom):
    topic(newsroom, "labour")
    both = newsroom.publish("Both", topics=("labour", "work"), countries=("UZ",))
    one = newsroom.publish("One", topics=("labour",))
    assert merge_topic(newsroom, "labour", "work").entries == 2
    assert newsroom.entry(both).topics == newsroom.entry(one).topics == ("work",)
    assert newsroom.titles("topics/work") == ["One", "Both"]
    assert newsroom.titles("countries/uz/topics/work.en") == ["Both"]
    assert newsroom.entry(one).position == one.position
    with pytest.raises(Moved):
        newsroom.channel("topics/labour")
    assert newsroom.edit(one, topics=("labour", "work")).topics == ("work",)


def test_a_topic_takes_another_slug_and_other_names(newsroom: Newsroom):
    entry = newsroom.publish("One", topics=("work",))
    with newsroom.store.writing() as writer:
        naming.edit_topic(writer, "work", {"en": "Jobs"}, new_slug="jobs", now=newsroom.now, actor=ADA)
    assert newsroom.entry(entry).topics == ("jobs",)
    assert "Jobs" in feed(newsroom, "topics/jobs")
    for names, slug, error in (
        ({}, None, InvalidInput),
        ({"en": "J"}, "No", InvalidInput),
        ({"en": "J"}, "work", Conflict),
    ):
        with newsroom.store.writing() as writer, pytest.raises(error):
            naming.edit_topic(writer, "jobs", names, new_slug=slug, now=newsroom.now, actor=ADA)


def test_a_new_name_is_in_feeds_that_no_entry_was_ever_in(newsroom: Newsroom):
    before = newsroom.channel("offices/moscow/countries/fr")
    rename(newsroom, "moscow", "moscow", names={"en": "Office for Eurasia"})
    assert newsroom.channel("offices/moscow/countries/fr").changed > before.changed


def test_sources_and_pictures_that_name_a_former_slug_are_the_office_s(newsroom: Newsroom):
    rename(newsroom, "minsk", "belarus")
    draft = SourceDraft(url="https://feeds.example.org/a.xml", office="minsk")
    uuid = newsroom.new_uuid()
    settings, now = newsroom.settings, newsroom.now
    add_source(newsroom.store, settings, draft, now=now, actor=ADA, uuid=uuid)
    drawn = BytesIO()
    Drawing.new("RGB", (30, 20), "navy").save(drawn, "PNG")
    keep_picture(
        newsroom.store,
        settings,
        drawn.getvalue(),
        alt="A",
        credit="B",
        office="minsk",
        actor=ADA,
        now=now,
    )
    with newsroom.store.reading() as reader:
        assert kept_sources.source_by_uuid(reader, uuid).office == "belarus"
        [picture] = stored_pictures.pictures(reader, stored_pictures.digests_kept(reader)).values()
        assert picture.office == "belarus"
    merge(newsroom, "belarus", "moscow")
    with newsroom.store.reading() as reader:
        assert kept_sources.source_by_uuid(reader, uuid).office == "moscow"


def test_what_came_out_before_a_merger_is_in_the_next_digest_of_the_other(newsroom: Newsroom):
    newsroom.publish("Of Minsk", office="minsk")
    merge(newsroom, "minsk", "moscow")
    newsroom.publish("Of Moscow")
    close_due(newsroom.store, newsroom.settings, now=newsroom.now + timedelta(days=1))
    body = feed_bytes(
        newsroom.store, newsroom.settings, parse_feed("offices/moscow/daily.atom")[0], Format.ATOM
    )
    assert b"Of Minsk" in body
    assert b"Of Moscow" in body
