"""A client of the API that reads like what it asks, and the site that it asks."""

import json
from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from feedsvc.core.accounts import Action, Role, TokenDraft, UserDraft
from feedsvc.core.urls import API
from feedsvc.services import accounts, tokens
from feedsvc.store import Store
from feedsvc.web import create_app
from feedsvc.web.room import EXTENSION
from tests.newsroom import Newsroom
from tests.web.world import ADA


def png(width: int = 30, height: int = 20) -> bytes:
    """A picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


class Desk:
    """A newsroom whose people have tokens: reader, author and editor of Moscow, another author there,
    the editor of Minsk, and an administrator."""

    def __init__(self, url: str, folder: Path, **others: Any) -> None:
        self.store = Store(url)
        self.newsroom = Newsroom(self.store, folder, url)
        self.settings = self.newsroom.settings
        self.users: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        for name, office, role in (
            ("reader", "moscow", Role.READER),
            ("author", "moscow", Role.AUTHOR),
            ("author2", "moscow", Role.AUTHOR),
            ("editor", "moscow", Role.EDITOR),
            ("minsk", "minsk", Role.EDITOR),
        ):
            self._admit(name, roles={office: role})
        self._admit("admin", is_admin=True)
        self.app = create_app(self.settings, clock=lambda: self.newsroom.now)

    def close(self) -> None:
        """Close what it opened."""
        self.store.close()
        self.app.extensions[EXTENSION].store.close()

    def _admit(self, name: str, **said: Any) -> None:
        draft = UserDraft(email=f"{name}@example.org", name=name, **said)
        with self.store.writing() as writer:
            now, new_uuid = self.newsroom.now, self.newsroom.new_uuid
            user = accounts.add_user(writer, draft, now=now, actor=ADA, uuid=new_uuid())
        self.users[name] = user.uuid
        self.secrets[name] = self.token(name)

    def token(self, name: str, actions: Iterable[str] = Action, offices: Iterable[str] | None = None) -> str:
        """A new token of somebody."""
        scope = TokenDraft(
            name="test",
            actions=frozenset(map(Action, actions)),
            offices=None if offices is None else frozenset(offices),
        )
        with self.store.writing() as writer:
            now, new_uuid = self.newsroom.now, self.newsroom.new_uuid
            _, secret = tokens.add_token(writer, self.users[name], scope, now=now, actor=ADA, uuid=new_uuid())
        return secret

    def client(self, name: str | None = None, *, secret: str | None = None) -> "Client":
        """A client that shows somebody's token, or none."""
        return Client(self, secret or (self.secrets[name] if name else None))

    def later(self, **time: float) -> None:
        """Let time go by."""
        self.newsroom.now += timedelta(**time)


class Answer:
    """What the API answered."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers

    @property
    def json(self) -> Any:
        """Its body."""
        return json.loads(self.response.get_data())

    @property
    def etag(self) -> str:
        """Its entity tag, in quotes."""
        return self.headers["ETag"]

    @property
    def wrong(self) -> dict[str, str]:
        """The wrong fields that a problem document names."""
        assert self.response.mimetype == "application/problem+json"
        return {each["where"]: each["message"] for each in self.json.get("errors", ())}

    def ok(self, status: int = 200) -> "Answer":
        """The answer itself, if it is as hoped for."""
        assert self.status == status, (self.status, self.response.get_data(as_text=True))
        return self


class Client:
    """Asks with a token, or without."""

    def __init__(self, desk: Desk, secret: str | None) -> None:
        self.desk = desk
        self._headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask(self, method: str, path: str, **given: Any) -> Answer:
        """Any request; `json` is a body, `seen` the ETag for If-Match, `key` the Idempotency-Key."""
        headers = {**self._headers, **given.pop("headers", {})}
        if (seen := given.pop("seen", None)) is not None:
            headers["If-Match"] = seen
        if (key := given.pop("key", None)) is not None:
            headers["Idempotency-Key"] = key
        path = path.removeprefix(self.desk.settings.base_url)
        whole = path if path.startswith("/api") else API + path
        response = self.desk.app.test_client().open(whole, method=method, headers=headers, **given)
        response.request.environ["wsgi.input"].close()  # a large form lies in a file
        return Answer(response)

    def get(self, path: str, **given: Any) -> Answer:
        return self.ask("GET", path, **given)

    def post(self, path: str, **given: Any) -> Answer:
        return self.ask("POST", path, **given)

    def put(self, path: str, **given: Any) -> Answer:
        return self.ask("PUT", path, **given)

    def patch(self, path: str, **given: Any) -> Answer:
        return self.ask("PATCH", path, **given)

    def send(self, path: str, *files: tuple[str, bytes], name: str = "file", **given: Any) -> Answer:
        """Files in a form, with `texts` beside them."""
        form = {**given.pop("texts", {}), name: [(BytesIO(data), file) for file, data in files]}
        return self.post(path, data=form, content_type="multipart/form-data", **given)

    def create(self, title: str = "News", **fields: Any) -> Answer:
        """A new draft."""
        record = {"office": "moscow", "language": "en", "countries": [], "title": title, **fields}
        return self.post("/entries", json=record).ok(201)

    def publish(self, title: str = "News", **fields: Any) -> Answer:
        """A new entry, published."""
        made = self.create(title, **fields)
        self.desk.later(minutes=1)
        return self.post(f"/entries/{made.json['uuid']}/publish", seen=made.etag).ok()
