"""Entries as mails: what is in them, and what mail programs and servers need."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.model import Person
from feedsvc.render.mail import mail_of
from tests.feed_rules.common import html_problems

MOMENT = datetime(2026, 6, 15, tzinfo=UTC)
ENTRY = FeedEntry(
    id="urn:uuid:c1f6d2d5-217d-5dbc-8781-78526a9ad324",
    url="https://news.example.org/#weekly-2026-06-08",
    title="Неделя 24, 8–14 июня 2026 г.",
    language="ru",
    published=MOMENT,
    updated=MOMENT,
    summary="1 новость\n\n1. Вода & <река>\n\nFrom the river",
    body_html='<table width="100%"><tr><td>Вода &amp; &lt;река&gt;</td></tr></table>',
    authors=(Person("World of Rivers"),),
    categories=(),
    image=None,
    enclosures=(),
    kind="",
    place="",
    publisher="World of Rivers",
    translations=(),
)
DOCUMENT = FeedDocument(
    id="urn:uuid:00000003-217d-5dbc-8781-78526a9ad324",
    title="Бюро, «Реки» – дайджест за неделю",
    subtitle="-",
    language="ru",
    one_language=True,
    self_url="https://news.example.org/feeds/all/weekly.ru.atom",
    page_url="https://news.example.org/",
    updated=MOMENT,
    publisher="World of Rivers, Inc.",
    contact_email=None,
    entries=(ENTRY,),
    tombstones=(),
)


def mailed(entry: FeedEntry = ENTRY) -> EmailMessage:
    """A mail as it is read again from its bytes."""
    mail = message_from_bytes(mail_of(entry, DOCUMENT, sender="news@example.org").as_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    assert not any(part.defects for part in mail.walk())
    return mail


def test_the_headers_say_of_whom_what_and_when():
    mail = mailed()
    assert mail["From"].addresses[0].display_name == "World of Rivers, Inc."
    assert mail["From"].addresses[0].addr_spec == "news@example.org"
    assert mail["Subject"] == "Бюро, «Реки» – дайджест за неделю: Неделя 24, 8–14 июня 2026 г."
    assert mail["Date"].datetime == MOMENT
    assert mail["Content-Language"] == "ru"


def test_html_and_plain_text_are_alternatives_the_better_one_last():
    mail = mailed()
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = mail.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert "1. Вода & <река>" in plain.get_content()
    assert "Вода &amp; &lt;река&gt;" in page.get_content()
    assert '<html lang="ru" dir="ltr">' in page.get_content()


def test_every_line_is_ascii_and_short_enough_for_every_mail_server():
    """RFC 5322, section 2.1.1: 998 characters at most."""
    long = replace(ENTRY, body_html=f"<p>{'река ' * 5000}</p>", summary="река " * 5000)
    lines = mail_of(long, DOCUMENT, sender="news@example.org").as_bytes().split(b"\n")
    assert max(map(len, lines)) <= 998
    assert all(line.isascii() for line in lines)
    assert "река река" in mailed(long).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one


def test_a_mail_has_one_message_id_for_good_and_equal_bytes():
    first, again = (mail_of(ENTRY, DOCUMENT, sender="news@example.org") for _ in range(2))
    assert first.as_bytes() == again.as_bytes()
    assert first["Message-ID"] == (
        "<c1f6d2d5-217d-5dbc-8781-78526a9ad324@00000003-217d-5dbc-8781-78526a9ad324.feedsvc>"
    )
    changed = mailed(replace(ENTRY, body_html="<p>Less</p>"))
    assert changed["Message-ID"] == first["Message-ID"]


@pytest.mark.parametrize("title", ["A\r\nBcc: all@example.org", "A\nB"])
def test_no_title_puts_a_header_into_the_mail(title: str):
    with pytest.raises(ValueError, match="linefeed"):
        mail_of(replace(ENTRY, title=title), DOCUMENT, sender="news@example.org")


def test_the_html_holds_nothing_active_and_its_tables_are_no_data():
    page = mailed().get_body(("html",)).get_content()  # type: ignore[union-attr]  # there is one
    assert page.count("<table ") == page.count('<table role="presentation" ') == 3
    body = page.partition("<body")[2].replace("max-width:560px", "width:560px")
    assert list(html_problems("mail", f"<div{body}")) == []


@pytest.mark.parametrize(
    "more", ["", "и вода ", "a line of text that goes on and on, with From in it; " * 20]
)
def test_no_line_begins_with_from_which_a_mailbox_would_alter(more: str):
    text = f"From the river\n\n{more}From \nFrom 20 December 2026 on, the feeds are served no more.\n"
    mail = mail_of(
        replace(ENTRY, title="From June to July", summary=text, body_html=f"<p>\n{text}</p>"),
        DOCUMENT,
        sender="news@example.org",
    )
    lines = mail.as_bytes().partition(b"\n\n")[2].splitlines()
    assert not [line for line in lines if line.startswith(b"From ") or len(line) > 78]
    read = message_from_bytes(mail.as_bytes(), policy=default)
    plain, html = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text in plain
    assert text in html
