"""`feedsvc digest`: the mails that a subscriber gets."""

import mailbox
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from feedsvc.core.model import OfficeDraft, Period
from feedsvc.services.offices import add_office
from feedsvc.store import Store
from feedsvc.store.digests import digests_of
from tests.cli.calling import Feedsvc
from tests.cli.processes import Site, until
from tests.newsroom import Newsroom
from tests.web.world import ADA, settings_for


@pytest.fixture
def newsroom(feedsvc: Feedsvc, tmp_path: Path):
    """A newsroom whose week in June 2026 is long over."""
    url = f"sqlite:///{tmp_path / 'data' / 'feedsvc.db'}"
    store = Store(url)
    newsroom = Newsroom(store, tmp_path / "data", url)
    newsroom.now = datetime(2020, 6, 8, 9, tzinfo=UTC)
    with store.writing() as writer:
        draft = OfficeDraft(slug="kazan", names={"en": "Office in Kazan"})
        add_office(writer, draft, now=newsroom.now, actor=ADA, uuid=newsroom.new_uuid())
    newsroom.settings = settings_for(url, tmp_path / "data")
    yield newsroom
    store.close()


def mails_in(path: Path) -> list[mailbox.mboxMessage]:
    with closing(mailbox.mbox(path)) as box:
        return list(box)


def test_a_digest_is_written_as_a_mailbox_and_never_twice(
    feedsvc: Feedsvc, newsroom: Newsroom, tmp_path: Path
):
    newsroom.publish("News", summary="From the river.\n\nFrom the sea.", office="kazan")
    newsroom.now += timedelta(days=7)
    newsroom.publish("Новости", language="ru", office="kazan")
    said = feedsvc("digest", "offices/kazan", "--mbox", "news.mbox")
    assert (said.status, said.out) == (0, "2 added to news.mbox, 0 already there.\n")
    again = feedsvc("digest", "offices/kazan", "--period", "weekly", "--mbox", "news.mbox")
    assert again.out == "0 added to news.mbox, 2 already there.\n"
    held = mails_in(tmp_path / "news.mbox")
    mails = [message_from_bytes(bytes(each), policy=default) for each in held]
    assert [mail["Subject"] for mail in mails] == [
        "Office in Kazan – weekly digest: Week 24, 8–14 June 2020",
        "Office in Kazan – weekly digest: Week 25, 15–21 June 2020",
    ]
    assert "Новости" in mails[1].get_body(("html",)).get_content()
    assert "From the sea." in mails[0].get_body(("plain",)).get_content()
    assert held[0].get_from() == "feedsvc Mon Jun 15 00:00:00 2020"


def test_without_a_file_the_mails_are_printed_in_the_language_asked_for(feedsvc: Feedsvc, newsroom: Newsroom):
    newsroom.publish("News")
    newsroom.publish("Новости", language="ru")
    said = feedsvc("digest", "all.ru", "--period", "monthly")
    assert said.out.count("\nMessage-ID: ") == 1
    assert said.out.startswith("From feedsvc Wed Jul  1 00:00:00 2020\nFrom: ")


def test_what_another_wrote_into_the_mailbox_stays(feedsvc: Feedsvc, newsroom: Newsroom, tmp_path: Path):
    (tmp_path / "mine").write_text("From me Mon Jun 15 00:00:00 2020\nSubject: Mine\n\nHello\n\n")
    newsroom.publish("News")
    feedsvc("digest", "all", "--mbox", "mine")
    assert [held["Subject"] for held in mails_in(tmp_path / "mine")][0::2] == ["Mine"]
    assert len(mails_in(tmp_path / "mine")) == 2


def test_where_nothing_is_closed_it_says_so(feedsvc: Feedsvc, newsroom: Newsroom):
    said = feedsvc("digest", "all")
    assert (said.status, said.out) == (0, "")
    assert "No period is closed yet" in said.err


def test_an_unknown_channel_is_an_error(feedsvc: Feedsvc, newsroom: Newsroom):
    assert feedsvc("digest", "offices/none").status == 1
    assert feedsvc("digest", "all/weekly").status == 1
    assert feedsvc("digest", "all", "--period", "yearly").status == 2


def test_the_feed_of_a_digest_is_printed_like_any_other(feedsvc: Feedsvc, newsroom: Newsroom):
    newsroom.publish("News")
    feedsvc("worker", "--once")
    assert "Week 24, 8–14 June 2020" in feedsvc("feed", "all/weekly", "--format", "rss").out


def test_a_running_worker_closes_what_is_over(newsroom: Newsroom, tmp_path: Path):
    newsroom.publish("News")

    def found() -> bool:
        with newsroom.store.reading() as reader:
            return all(digests_of(reader, f"all;digest={period}", period, 1) for period in Period)

    assert not found()
    with Site(newsroom.settings.database_url, tmp_path / "data").running("worker") as worker:
        until(found, "every period is closed")
        assert worker.end() == 0
