"""A feed asked for by browsers and by programs on a real server, and its list taken by a real reader."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.programs import required_program
from tests.readers.desk import Desk

pytestmark = pytest.mark.sockets

VISIT = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
_AT_MOST = 60  # seconds


def test_a_browser_gets_a_page_where_curl_and_feedparser_get_the_feed(desk: Desk) -> None:
    desk.publish("One")
    page = desk.server.get(desk.feed(), VISIT)
    assert page.headers.get_content_type() == "text/html"
    curl = required_program("curl")
    answer = subprocess.run([curl, "-si", desk.feed()], capture_output=True, text=True, check=True).stdout
    headers, _, body = answer.partition("\r\n\r\n" if "\r\n\r\n" in answer else "\n\n")
    assert "content-type: application/atom+xml" in headers.lower()
    assert "vary: accept-encoding, sec-fetch-dest, sec-fetch-mode" in headers.lower()
    assert etree.fromstring(body.encode()).tag == "{http://www.w3.org/2005/Atom}feed"
    parsed = feedparser.parse(desk.feed())
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == ["One"]


def test_newsboat_takes_the_list_and_reads_every_feed_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.publish("Of Uzbekistan", countries=("UZ",))
    desk.publish("Of Tajikistan", countries=("TJ",), language="ru")
    made = desk.server.get(f"{desk.server.base_url}/feeds.opml?office={desk.slug}").body
    (tmp_path / "feeds.opml").write_bytes(made)
    listed = [str(url) for url in etree.fromstring(made).xpath("//@xmlUrl")]
    assert listed == [desk.feed(), desk.feed(within="countries/tj"), desk.feed(within="countries/uz")]
    _newsboat(tmp_path, "-i", str(tmp_path / "feeds.opml"))
    lines = (tmp_path / "urls").read_text().splitlines()
    assert [line.split()[0] for line in lines] == listed
    assert all('"Offices"' in line for line in lines), "the heading is a tag"
    log = tmp_path / "log"
    _newsboat(tmp_path, "-l", "6", "-d", str(log), "-x", "reload")
    assert [url for url in listed if f"retrieved data for {url}: <?xml" not in log.read_text()] == []
    assert int(_newsboat(tmp_path, "-x", "print-unread").split()[0]) == 2, "an id in two feeds counts once"
    with closing(sqlite3.connect(tmp_path / "db")) as kept:
        under = [url for (url,) in kept.execute("SELECT feedurl FROM rss_item ORDER BY feedurl")]
    assert under == listed[1:], "and is kept under the feed that was read last"


def _newsboat(home: Path, *arguments: str) -> str:
    (home / "urls").touch()
    (home / "config").touch()
    places = [
        f"--url-file={home / 'urls'}",
        f"--cache-file={home / 'db'}",
        f"--config-file={home / 'config'}",
    ]
    done = subprocess.run(
        [required_program("newsboat"), *places, *arguments],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=_AT_MOST,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
