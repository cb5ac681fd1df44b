"""The mail with a one-time link, handed to a server that listens on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from feedsvc.core.accounts import User
from feedsvc.core.errors import NotMailed
from feedsvc.services.mailing import link_address, mail_link
from tests.web.world import settings_for

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.sockets


class Talk(socketserver.StreamRequestHandler):
    """One client of a mail server (RFC 5321) that takes everything but mail to `refused@`."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                data = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    data += line
                self.server.mails.append(message_from_bytes(data, policy=policy.default))
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            refused = verb == b"RCPT" and b"refused@" in line
            self.wfile.write(b"550 no such user\r\n" if refused else b"250 good\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on a free port; `mails` are those it took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[EmailMessage] = []


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def settings(server: MailServer, tmp_path: Path, user: str = "", **others: object):
    url = f"smtp://{user}127.0.0.1:{server.server_address[1]}"
    return settings_for("sqlite://", tmp_path, smtp_url=url, **others)


def anna(**said: object) -> User:
    values = {
        "uuid": "u", "email": "anna@example.org", "name": "Anna", "language": "en", "is_admin": False,
        "roles": {}, "has_password": False, "created": NOW,
    }  # fmt: skip
    return User(**{**values, **said})  # type: ignore[arg-type]  # a table of values of many types


def test_the_mail_bears_the_link_the_date_and_who_it_is_from(server: MailServer, tmp_path: Path):
    mail_link(settings(server, tmp_path, mail_from="desk@example.org"), anna(), "s3cret", now=NOW)
    [mail] = server.mails
    assert (mail["To"], mail["From"]) == ("anna@example.org", "desk@example.org")
    assert mail["Date"].datetime == NOW
    assert mail["Subject"] == "Your account at World of Rivers"
    text = mail.get_content()
    assert "Hello Anna," in text
    assert "https://news.example.org/password/s3cret" in text.splitlines()


def test_who_reads_russian_is_written_to_in_russian_and_others_in_english(server: MailServer, tmp_path: Path):
    given = settings(server, tmp_path)
    mail_link(given, anna(language="ru", name="Анна"), "s3cret", now=NOW)
    mail_link(given, anna(language="fr"), "s3cret", now=NOW)
    russian, other = (mail.get_content() for mail in server.mails)
    assert "Здравствуйте, Анна!" in russian
    assert "Hello" in other


def test_a_name_with_a_line_break_adds_no_header(server: MailServer, tmp_path: Path):
    mail_link(
        settings(server, tmp_path, site_name="Rivers"), anna(name="A\r\nBcc: eve@example.org"), "s", now=NOW
    )
    assert server.mails[0]["Bcc"] is None


@pytest.mark.parametrize(
    ("email", "user"), [("refused@example.org", ""), ("anna@example.org", "news:hidden@")]
)
def test_a_mail_that_is_not_taken_or_would_send_a_password_in_the_clear_is_told(
    server: MailServer, tmp_path: Path, email: str, user: str
):
    with pytest.raises(NotMailed) as caught:
        mail_link(settings(server, tmp_path, user), anna(email=email), "s3cret", now=NOW)
    assert email in str(caught.value)
    assert not any(secret in str(caught.value) for secret in ("s3cret", "hidden"))
    assert server.mails == []


def test_a_server_that_is_not_there_is_told(tmp_path: Path):
    given = settings_for("sqlite://", tmp_path, smtp_url="smtp://127.0.0.1:1")
    with pytest.raises(NotMailed, match="ConnectionRefused"):
        mail_link(given, anna(), "s3cret", now=NOW)


def test_a_link_is_under_the_path_of_the_site(tmp_path: Path):
    given = settings_for("sqlite://", tmp_path, base_url="https://www.example.org/news")
    assert link_address(given, "s") == "https://www.example.org/news/password/s"
