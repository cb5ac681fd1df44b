"""Pictures and the files of the pages' looks."""

from contextlib import closing
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image as Pillow

from feedsvc.core.model import EntryDraft, Image
from feedsvc.core.pictures import sizes_of
from feedsvc.services.pictures import keep_picture
from feedsvc.store import Store
from feedsvc.web.assets import asset_path
from tests.web.html import parse
from tests.web.world import ADA, BASE, NOW, PICTURE, PNG, World
from tests.web.world import keep_picture as keep_made_up


def test_a_picture_is_served_for_good(client: FlaskClient) -> None:
    answer = client.get(PICTURE)
    assert answer.data == PNG
    assert answer.content_type == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(PICTURE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    answer.close()
    again.close()


def test_a_picture_says_how_long_it_is_and_what_may_be_done_with_it(client: FlaskClient) -> None:
    with client.get(PICTURE) as answer, client.head(PICTURE) as head:
        assert head.data == b""
        assert head.headers["Content-Length"] == answer.headers["Content-Length"] == str(len(PNG))
        assert answer.headers["ETag"] == head.headers["ETag"] == f'"{"ab" * 16}"'
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_part_of_a_picture_can_be_asked_for(client: FlaskClient) -> None:
    with client.get(PICTURE, headers={"Range": "bytes=1-3"}) as part:
        assert (part.status_code, part.data) == (206, b"PNG")
        assert part.headers["Content-Range"] == f"bytes 1-3/{len(PNG)}"
    with client.get(PICTURE, headers={"Range": "bytes=9999-"}) as beyond:
        assert beyond.status_code == 416


def test_what_is_uploaded_is_served_as_the_feed_says(client: FlaskClient, world: World) -> None:
    file = BytesIO()
    Pillow.effect_noise((1300, 900), 80).save(file, "JPEG")
    with closing(Store(world.settings.database_url)) as store:
        image = keep_picture(
            store,
            world.settings,
            file.getvalue(),
            alt="Noise",
            credit="© Nobody",
            office="tashkent",
            actor=ADA,
            now=NOW,
        )
    world.publish(
        "noise", EntryDraft(office="tashkent", language="en", title="Noise", image=Image(image.url))
    )
    rss = client.get("/feeds/offices/tashkent.rss").text
    assert (
        f'<media:content url="{BASE}{image.url}" medium="image" type="image/jpeg" width="1200" height="831"'
        f' fileSize="{image.length}">'
    ) in rss
    assert f'<enclosure url="{BASE}{image.url}" length="{image.length}" type="image/jpeg"/>' in rss
    for size in sizes_of(image):
        with client.get(size.url or "") as answer:
            assert answer.content_type == "image/jpeg"
            assert Pillow.open(BytesIO(answer.data)).size == (size.width, size.height)
            assert size.length in {None, len(answer.data)}


def test_pages_offer_every_size_of_a_picture_and_of_one_elsewhere_the_one_there_is(
    world: World, client: FlaskClient
) -> None:
    with closing(Store(world.settings.database_url)) as store:
        keep_made_up(store, world.settings.data_dir, "/pictures/" + "cd" * 16 + "-960.png")
    kept = Image("/pictures/" + "cd" * 16 + "-960.png", alt="A gauge", credit="© Ada")
    elsewhere = Image("https://example.org/a.png", alt="A map", credit="© Bob", width=960, height=640)
    for name, image in (("kept", kept), ("elsewhere", elsewhere)):
        world.publish(name, EntryDraft(office="quiet", language="en", title=name, image=image))
    wanted = ", ".join(f"/pictures/{'cd' * 16}-{width}.png {width}w" for width in (960, 640, 320))
    paths = ["/offices/quiet", "/embed/offices/quiet"]
    paths.append(client.get(f"/entries/{world.uuids['kept']}").headers["Location"].removeprefix(BASE))
    for path in paths:
        page = parse(client.get(path).text)
        shown = page.xpath("//img[@alt='A gauge']")[0]
        assert shown.get("srcset") == wanted, path
        assert shown.get("sizes"), path
        assert shown.get("src") == kept.url
        assert not page.xpath("//img[@alt='A map']/@srcset")


def test_a_picture_whose_file_is_gone_is_not_found_and_complained_of(
    client: FlaskClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    (world.settings.data_dir / "pictures" / PICTURE.rpartition("/")[2]).unlink()
    assert client.get(PICTURE).status_code == 404
    assert PICTURE.rpartition("/")[2] in caplog.text
    caplog.clear()
    assert client.get("/pictures/" + "cd" * 16 + ".png").status_code == 404
    assert caplog.text == ""


@pytest.mark.parametrize(
    "name",
    [
        "cd" * 16 + ".png",
        "ab" * 16 + ".svg",
        "AB" * 16 + ".png",
        "../feedsvc.db",
        "%2e%2e/feedsvc.db",
        "ab.png",
        "",
    ],
)
def test_no_other_file_is_served(client: FlaskClient, world: World, name: str) -> None:
    (world.settings.data_dir / "pictures" / ("ab" * 16 + ".svg")).write_text("<svg/>")
    assert client.get(f"/pictures/{name}").status_code == 404


def test_the_stylesheet_is_kept_for_good_under_the_hash_of_its_content(client: FlaskClient) -> None:
    answer = client.get(asset_path("site.css"))
    assert answer.content_type == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 16_000
    again = client.get(asset_path("site.css"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_under_another_hash_it_is_kept_for_a_minute(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789ab/site.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("path", ["/static/site.css", "/static/x/none.css", "/static/x/../room.py"])
def test_nothing_else_lies_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
