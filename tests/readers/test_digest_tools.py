"""rss2email and feed2exec, which send feeds as mail: what they make of digests, and how often."""

import mailbox
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html as lxml_html

from feedsvc.core.model import Entry, Image, Period
from feedsvc.core.periods import span_of
from feedsvc.core.urls import slug_of
from feedsvc.services.digests import close_due
from feedsvc.services.publishing import publishing
from feedsvc.store import Store
from tests.newsroom import Newsroom
from tests.readers.server import Server, free_port, serving
from tests.web.world import ADA, PICTURE, keep_picture, settings_for

pytestmark = pytest.mark.sockets

# Mondays: each test has time of its own, since what is closed of the site is closed for all offices.
MONDAYS = (datetime(2026, 6, 8, 9, tzinfo=UTC) + number * 10 * timedelta(days=7) for number in count())
WEEK = timedelta(days=7)
IMAGE = Image(PICTURE, alt="A river", credit="© Rivers / Hand 2026")
_AT_MOST = 60  # seconds
# All that they are told where to keep: nothing of the person who runs the tests is touched.
_FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


# Asks for the feeds that a tool knows, and gives all mails that it has made so far.
Mailer = Callable[[], list[EmailMessage]]


def program(name: str) -> str:
    """The path of a tool, as pip installs it beside Python; without it the test is skipped, saying so."""
    beside = Path(sys.executable).parent / name
    path = str(beside) if beside.exists() else shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed: pip install {'rss2email' if name == 'r2e' else name}")
    return path


def run(folder: Path, *command: str) -> None:
    environment = {**os.environ, **dict.fromkeys(_FOLDERS, str(folder)), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=_AT_MOST, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def mails_of(folder: Path) -> list[EmailMessage]:
    """The mails of a maildir, by their subjects."""
    with closing(mailbox.Maildir(folder)) as box:
        found = [message_from_bytes(bytes(each), policy=default) for each in box]
    return sorted(
        (mail for mail in found if isinstance(mail, EmailMessage)), key=lambda mail: mail["Subject"]
    )


def rss2email(folder: Path, *urls: str) -> Mailer:
    """Mails of all feeds go into one box; their `List-ID` tells by number which feed they are of."""
    tool = [program("r2e"), "-c", str(folder / "r2e.cfg"), "-d", str(folder / "r2e.json")]
    box = folder / "mail" / "INBOX"
    box.parent.mkdir()
    mailbox.Maildir(box).close()
    run(folder, *tool, "new", "reader@example.org")
    config = folder / "r2e.cfg"
    settings = {
        "html-mail": "True",
        "multipart-html": "True",
        "email-protocol": "maildir",
        "maildir-path": str(folder / "mail"),
        "use-publisher-email": "True",
        "date-header": "True",
    }
    lines = config.read_text().splitlines()
    kept = [line for line in lines if line.partition(" = ")[0] not in settings]
    said = [f"{name} = {value}" for name, value in settings.items()]
    place = kept.index("[DEFAULT]") + 1
    config.write_text("\n".join([*kept[:place], *said, *kept[place:]]) + "\n")
    for number, url in enumerate(urls):
        run(folder, *tool, "add", f"feed-{number}", url)

    def poll() -> list[EmailMessage]:
        run(folder, *tool, "run")
        return mails_of(box)

    return poll


def feed2exec(folder: Path, url: str) -> Mailer:
    tool = [program("feed2exec"), "--config", str(folder / "f.ini"), "--database", str(folder / "f.db")]
    run(
        folder, *tool, "add", "digest", url,
        "--output", "feed2exec.plugins.maildir", "--mailbox", str(folder), "--folder", "box",
    )  # fmt: skip

    def poll() -> list[EmailMessage]:
        run(folder, *tool, "fetch", "--nocache")
        return mails_of(folder / "box")

    return poll


class Weekly(NamedTuple):
    """The weekly digest of an office in a site without a worker, and a tool that is subscribed to it."""

    newsroom: Newsroom
    office: str
    monday: datetime
    poll: Mailer

    def publish(self, at: datetime, *drafts: dict[str, object]) -> list[Entry]:
        room = self.newsroom
        with publishing(room.store, room.settings, now=at, actor=ADA, new_uuid=room.new_uuid) as publisher:
            made = [publisher.create(replace(room.draft(office=self.office), **draft)) for draft in drafts]
            return [publisher.publish(each.uuid) for each in made]

    def close(self, weeks: int = 1) -> None:
        """Let weeks pass since Monday."""
        close_due(self.newsroom.store, self.newsroom.settings, now=self.monday + weeks * WEEK)

    def titles(self, weeks: int = 1) -> list[str]:
        """What the digests of the weeks since Monday are called."""
        moments = [self.monday + week * WEEK for week in range(weeks)]
        return [span_of(Period.WEEKLY, moment, "UTC").title("en") for moment in moments]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    server = Server(f"http://127.0.0.1:{free_port()}", tmp_path_factory.mktemp("digests"))
    server.run("init")
    with serving(server, "--no-worker"), closing(Store(server.database_url)) as store:
        newsroom = Newsroom(store, server.data_dir, server.database_url)
        newsroom.settings = settings_for(server.database_url, server.data_dir, base_url=server.base_url)
        keep_picture(store, server.data_dir)
        yield newsroom


@pytest.fixture(params=[rss2email, feed2exec], ids=["rss2email", "feed2exec"])
def tool(request: pytest.FixtureRequest) -> Callable[[Path, str], Mailer]:
    return request.param


@pytest.fixture(params=["atom", "rss"])
def weekly(
    request: pytest.FixtureRequest, newsroom: Newsroom, tool: Callable[[Path, str], Mailer], tmp_path: Path
) -> Weekly:
    office = slug_of(request.node.name)
    newsroom.add_office(office, f"Office of {office}")
    url = f"{newsroom.settings.base_url}/feeds/offices/{office}/weekly.{request.param}"
    return Weekly(newsroom, office, next(MONDAYS), tool(tmp_path, url))


def page_of(mail: EmailMessage) -> lxml_html.HtmlElement:
    body = mail.get_body(("html",))
    assert isinstance(body, EmailMessage)
    return lxml_html.fromstring(body.get_content())


def test_a_digest_is_one_mail_as_it_was_made(weekly: Weekly):
    weekly.publish(
        weekly.monday,
        {"title": "The river & <rises>", "summary": "By a hand.", "image": IMAGE},
        {"title": "Вода поднимается", "language": "ru", "summary": "На ладонь."},
    )
    weekly.close()
    [mail] = weekly.poll()
    assert [mail["Subject"]] == weekly.titles()
    page = page_of(mail)
    titles = [link.text_content() for link in page.findall(".//h2/a")]
    assert titles == ["Вода поднимается", "The river & <rises>"]
    [picture] = page.iter("img")
    assert picture.get("src", "").startswith(weekly.newsroom.settings.base_url + "/pictures/")
    assert (picture.get("alt"), picture.get("width")) == ("A river", "560")
    assert "© Rivers / Hand 2026" in page.text_content()
    assert "font-size" in (page.find(".//h2").get("style") or "")


def test_a_digest_is_mailed_once_whatever_follows(weekly: Weekly):
    entry, other = weekly.publish(weekly.monday, {"title": "First"}, {"title": "Second"})
    weekly.close()
    assert len(weekly.poll()) == 1
    assert len(weekly.poll()) == 1
    weekly.newsroom.now = weekly.monday + WEEK
    weekly.newsroom.edit(entry, title="Edited", major=True)
    weekly.newsroom.withdraw(other)
    assert len(weekly.poll()) == 1
    weekly.publish(weekly.monday + WEEK, {"title": "Third"})
    weekly.close(2)
    assert sorted(mail["Subject"] for mail in weekly.poll()) == sorted(weekly.titles(2))


def test_what_they_make_of_it_as_plain_text_can_be_read(weekly: Weekly):
    weekly.publish(weekly.monday, {"title": "The river rises", "summary": "By a hand.\n\nAnd by two."})
    weekly.close()
    [mail] = weekly.poll()
    plain = mail.get_body(("plain",))
    assert isinstance(plain, EmailMessage)
    lines = [line.strip() for line in plain.get_content().split("\n")]
    assert {"1 news item", "By a hand.", "And by two."} <= set(lines)
    assert "The river rises" in " ".join(lines)
