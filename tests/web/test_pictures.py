"""Pictures and the files of the pages' looks."""

import pytest
from flask.testing import FlaskClient

from feedsvc.web.assets import asset_path
from tests.web.world import PICTURE, PNG, World


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
    assert len(answer.data) < 8_000
    again = client.get(asset_path("site.css"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_under_another_hash_it_is_kept_for_a_minute(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789ab/site.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("path", ["/static/site.css", "/static/x/none.css", "/static/x/../room.py"])
def test_nothing_else_lies_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
