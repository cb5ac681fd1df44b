"""Pictures on other sites are measured once, so that feeds can tell their size."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import PIL.Image
import pytest

from feedsvc.core.model import Entry, Image
from feedsvc.services.picture_sizes import TRIES
from feedsvc.services.work import do_job, status
from feedsvc.store import work as written
from tests.fetching.sites import LOCAL, Site, Visit, other_site, redirecting, saying
from tests.newsroom import Newsroom

pytestmark = pytest.mark.sockets


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    into = BytesIO()
    PIL.Image.new("RGB", size, "navy").save(into, kind, **options)
    return into.getvalue()


@pytest.fixture
def site() -> Iterator[Site]:
    """Another site."""
    with other_site() as site:
        yield site


@pytest.fixture(autouse=True)
def _local(newsroom: Newsroom) -> None:
    newsroom.settings = replace(newsroom.settings, allowed_networks=LOCAL)


def do(newsroom: Newsroom, after: timedelta = timedelta(0)) -> bool:
    return do_job(newsroom.store, newsroom.settings, now=newsroom.now + after, holder="w") is not None


def jobs(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        return written.jobs(reader)


def image_of(newsroom: Newsroom, entry: Entry) -> Image:
    image = newsroom.entry(entry).image
    assert image is not None
    return image


def publish(newsroom: Newsroom, url: str) -> Entry:
    return newsroom.publish("Rivers", image=Image(url, alt="A river", credit="Ada"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_measured_after_its_entry_is_released(newsroom: Newsroom, site: Site, kind: str):
    data = picture(kind)
    entry = publish(newsroom, site.on("/a", saying(data)))
    counter = newsroom.counter()
    assert do(newsroom)
    assert image_of(newsroom, entry) == Image(
        site.url("/a"), "A river", "Ada", width=30, height=20, type=f"image/{kind.lower()}", length=len(data)
    )
    assert newsroom.counter() == counter + 1  # a minor change, which the feeds show
    measured, before = newsroom.entry(entry), entry
    assert (measured.updated, measured.position) == (before.updated, before.position)
    with newsroom.store.reading() as reader:
        assert reader.versions(entry.uuid)[-1].by == "picture size"
    assert jobs(newsroom) == []
    assert len(site.visits) == 1


def test_of_a_large_picture_only_the_beginning_is_fetched(newsroom: Newsroom, site: Site):
    beginning, sent = picture("JPEG", (4000, 3000)), []

    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 x\r\nContent-Length: 900000000\r\n\r\n" + beginning)
        while visit.pause(0):
            visit.send(b"\0" * 65536)
            sent.append(65536)

    entry = publish(newsroom, site.on("/a", endless))
    assert do(newsroom)
    image = image_of(newsroom, entry)
    assert (image.width, image.height, image.length) == (4000, 3000, 900_000_000)
    assert sum(sent) < 20_000_000  # what the sockets' buffers held


def test_a_picture_that_is_shown_on_its_side_is_measured_as_it_is_shown(newsroom: Newsroom, site: Site):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    entry = publish(newsroom, site.on("/a", saying(picture("JPEG", exif=exif))))
    assert do(newsroom)
    assert (image_of(newsroom, entry).width, image_of(newsroom, entry).height) == (20, 30)


@pytest.mark.parametrize(("side", "measured"), [(10_000, 10_000), (60_000, None)])
def test_of_pictures_that_claim_many_pixels_none_is_unpacked(
    newsroom: Newsroom, site: Site, side: int, measured: int | None
):
    data = bytearray(picture("GIF"))
    data[6:10] = side.to_bytes(2, "little") * 2
    entry = publish(newsroom, site.on("/a", saying(bytes(data))))
    assert do(newsroom)
    assert image_of(newsroom, entry).width == measured


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Sign in first</html>", "It is no picture in PNG, JPEG, GIF or WebP."),
        (b"", "It is no picture in PNG, JPEG, GIF or WebP."),
        (picture()[:20], "It is no picture in PNG, JPEG, GIF or WebP."),
        (picture("BMP"), "It is no picture in PNG, JPEG, GIF or WebP."),
    ],
)
def test_what_is_no_picture_is_left_as_it_is_and_not_asked_for_again(
    newsroom: Newsroom, site: Site, body: bytes, said: str
):
    entry = publish(newsroom, site.on("/a", saying(body)))
    assert do(newsroom)
    assert image_of(newsroom, entry) == entry.image
    assert [(job.dead, job.last_error) for job in jobs(newsroom)] == [(True, said)]
    assert not do(newsroom, timedelta(days=9))


@pytest.mark.parametrize(
    ("answer", "asked"), [(404, 1), (403, 1), (410, 1), (429, TRIES), (500, TRIES), (503, TRIES)]
)
def test_a_failure_that_may_pass_is_tried_a_few_times(
    newsroom: Newsroom, site: Site, answer: int, asked: int
):
    publish(newsroom, site.on("/a", lambda visit: visit.answer(answer)))
    for days in range(TRIES + 3):
        do(newsroom, timedelta(days=days))
    assert len(site.visits) == asked
    assert [job.last_error for job in jobs(newsroom)] == [f"The picture's site answered {answer}."]


@pytest.mark.parametrize("location", [None, "http://169.254.169.254/a.png", "http://10.0.0.1/a.png"])
def test_no_picture_is_fetched_from_a_private_address(newsroom: Newsroom, site: Site, location: str | None):
    if location is None:
        newsroom.settings = replace(newsroom.settings, allowed_networks=())
    publish(newsroom, site.on("/a", redirecting(302, location) if location else saying(picture())))
    assert do(newsroom)
    assert jobs(newsroom)[0].dead
    assert len(site.visits) == (1 if location else 0)


def test_what_a_person_does_meanwhile_stays(newsroom: Newsroom, site: Site):
    def edited_meanwhile(visit: Visit) -> None:
        newsroom.edit(entry, title="Rivers, corrected")
        visit.answer(200, picture())

    entry = publish(newsroom, site.on("/a", edited_meanwhile))
    assert do(newsroom)
    assert newsroom.entry(entry).title == "Rivers, corrected"
    assert image_of(newsroom, entry).width == 30


def test_another_picture_or_a_size_that_a_person_gives_meanwhile_stays(newsroom: Newsroom, site: Site):
    other = Image("https://b.example/other.png", alt="Another")
    own = Image(site.url("/b"), alt="A river", width=3, height=2)

    def another(visit: Visit) -> None:
        newsroom.edit(first, image=other)
        visit.answer(200, picture())

    def sized(visit: Visit) -> None:
        newsroom.edit(second, image=own)
        visit.answer(200, picture())

    first = publish(newsroom, site.on("/a", another))
    assert do(newsroom)
    assert image_of(newsroom, first) == other
    with newsroom.store.writing() as writer:
        for job in written.jobs(writer):
            written.finish(writer, job)
    second = publish(newsroom, site.on("/b", sized))
    assert do(newsroom)
    assert image_of(newsroom, second) == own


def test_an_entry_that_was_withdrawn_meanwhile_stays_so(newsroom: Newsroom, site: Site):
    def withdrawn_meanwhile(visit: Visit) -> None:
        newsroom.withdraw(entry)
        visit.answer(200, picture())

    entry = publish(newsroom, site.on("/a", withdrawn_meanwhile))
    assert do(newsroom)
    assert image_of(newsroom, entry) == entry.image
    assert jobs(newsroom) == []


def test_a_job_of_an_entry_that_no_longer_wants_it_asks_nobody(newsroom: Newsroom, site: Site):
    entry = publish(newsroom, site.on("/a", saying(picture())))
    newsroom.edit(entry, image=None)
    with newsroom.store.writing() as writer:
        written.enqueue(writer, "picture size", {"entry": "none", "url": site.url("/a")}, newsroom.now)
    assert do(newsroom)
    assert do(newsroom)
    assert (site.visits, jobs(newsroom)) == ([], [])


def test_a_draft_and_an_entry_without_such_a_picture_make_no_work(newsroom: Newsroom):
    newsroom.create("Draft", image=Image("https://a.example/a.png"))
    newsroom.publish("Plain")
    newsroom.publish("Sized", image=Image("https://a.example/a.png", alt="x", width=3, height=2))
    with newsroom.store.reading() as reader:
        assert status(reader, now=newsroom.now).waiting == {}


def test_an_edit_that_brings_a_picture_has_it_measured(newsroom: Newsroom, site: Site):
    entry = newsroom.publish("Plain")
    newsroom.edit(entry, image=Image(site.on("/a", saying(picture())), alt="x"))
    assert do(newsroom)
    assert image_of(newsroom, entry).width == 30
