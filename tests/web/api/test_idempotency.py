"""A request that comes twice under one Idempotency-Key is done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from feedsvc.core.errors import Conflict
from feedsvc.services.idempotency import Done, RequestKey, once_in_parts
from tests.web.api.client import Client, Desk, png

RECORD = {"office": "moscow", "language": "en", "title": "Water rises"}
CSV = b"office,title,language,published\nmoscow,From a table,en,2026-05-01T09:00:00Z\n"


@pytest.fixture
def both(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A site on each engine in turn."""
    made = Desk(database_url, tmp_path)
    yield made
    made.close()


def test_a_create_sent_again_is_answered_alike_and_not_done_again(anna: Client):
    first = anna.post("/entries", json=RECORD, key="a").ok(201)
    second = anna.post("/entries", json=RECORD, key="a").ok(201)
    assert second.response.get_data() == first.response.get_data()
    assert (second.etag, second.headers["Location"]) == (first.etag, first.headers["Location"])
    assert len(anna.get("/entries").json["items"]) == 1


def test_without_a_key_or_with_another_it_is_done_again(anna: Client):
    for key in (None, None, "a", "b"):
        anna.post("/entries", json=RECORD, key=key).ok(201)
    assert len(anna.get("/entries").json["items"]) == 4


def test_a_key_that_went_with_another_request_is_refused(anna: Client):
    anna.post("/entries", json=RECORD, key="a").ok(201)
    other = anna.post("/entries", json={**RECORD, "title": "Another"}, key="a").ok(422)
    assert other.wrong.keys() == {"Idempotency-Key"}
    assert len(anna.get("/entries").json["items"]) == 1


def test_the_keys_of_two_accounts_are_two(desk: Desk, anna: Client):
    anna.post("/entries", json=RECORD, key="a").ok(201)
    desk.client("admin").post("/entries", json=RECORD, key="a").ok(201)
    assert len(anna.get("/entries").json["items"]) == 2


def test_a_refused_request_can_be_mended_under_its_key(anna: Client):
    anna.post("/entries", json={**RECORD, "title": ""}, key="a").ok(422)
    anna.post("/entries", json=RECORD, key="a").ok(201)


def test_an_answer_is_kept_for_a_day(desk: Desk, anna: Client):
    first = anna.post("/entries", json=RECORD, key="a").ok(201)
    desk.later(hours=23)
    assert anna.post("/entries", json=RECORD, key="a").ok(201).json == first.json
    desk.later(hours=2)
    assert anna.post("/entries", json=RECORD, key="a").ok(201).json["uuid"] != first.json["uuid"]


@pytest.mark.parametrize("key", ["", "x" * 256, "half \x7f", "ключ".encode().decode("latin-1")])
def test_a_key_must_be_readable(anna: Client, key: str):
    assert anna.post("/entries", json=RECORD, key=key).ok(400).wrong.keys() == {"Idempotency-Key"}


def test_of_two_at_once_with_one_key_one_is_done(both: Desk):
    anna, start = both.client("editor"), Barrier(2)

    def create() -> tuple[int, str]:
        start.wait()
        answer = anna.post("/entries", json=RECORD, key="a")
        return answer.status, answer.json["uuid"]

    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(create) for _ in range(2))
    assert first.result() == second.result()
    assert first.result()[0] == 201
    assert len(anna.get("/entries").json["items"]) == 1


@pytest.mark.parametrize(
    "send",
    [
        lambda anna: anna.send("/imports?office=moscow", ("a.csv", CSV), key="a").ok(),
        lambda anna: anna.send(
            "/pictures",
            ("a.png", png()),
            name="picture",
            texts={"alt": "A river", "credit": "© Ada", "office": "moscow"},
            key="a",
        ).ok(201),
    ],
    ids=["import", "picture"],
)
def test_files_sent_again_under_one_key_are_answered_alike(both: Desk, send: Callable[[Client], object]):
    anna = both.client("editor")
    # The boundary of the form is another each time; what is asked is the same.
    assert send(anna).json == send(anna).json


def test_a_key_whose_request_is_under_way_is_not_taken_again(both: Desk):
    key = RequestKey(account="anna", key="a", request_print="x")
    done = Done(status=200, headers={}, body="{}")
    now = both.newsroom.now

    def meanwhile() -> Done:
        with pytest.raises(Conflict, match="under way"):
            once_in_parts(both.store, key, lambda: done, now=now)
        return done

    assert once_in_parts(both.store, key, meanwhile, now=now) == done
    assert once_in_parts(both.store, key, meanwhile, now=now) == done


def test_a_key_whose_process_died_is_free_again_after_a_while(both: Desk):
    key = RequestKey(account="anna", key="a", request_print="x")

    def dies() -> Done:
        both.later(minutes=20)
        return once_in_parts(
            both.store, key, lambda: Done(status=200, headers={}, body="{}"), now=both.newsroom.now
        )

    assert once_in_parts(both.store, key, dies, now=both.newsroom.now).status == 200
