"""People who are signed in to the newsroom, each with a browser of their own (without a window)."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedsvc.core.accounts import User, UserDraft
from feedsvc.services import accounts
from feedsvc.store import Store
from feedsvc.store.accounts import set_password_hash
from feedsvc.web.room import EXTENSION
from tests.services.staff import PASSWORD, quick_hash
from tests.web.world import ADA, NOW


class Clerk:
    """Somebody at a desk of the newsroom."""

    def __init__(self, user: User, client: FlaskClient) -> None:
        self.user = user
        self.client = client
        self._csrf = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page as a browser does."""
        answer = self.client.get(path, headers={"Accept": "text/html", **headers})
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self._csrf = found[1] if found else self._csrf
        return answer

    def post(self, path: str, fields: Any = None, **headers: str) -> TestResponse:
        """Send a form with the token of the page that was opened last; lists are several values."""
        form = {"csrf_token": self._csrf, **(fields or {})}
        return self.client.post(path, data=form, headers={"Accept": "text/html", **headers})


def hire(store: Store, email: str = "anna@example.org", **said: Any) -> User:
    """An account with PASSWORD: `is_admin=True`, or `roles` by the slug of the office."""
    with store.writing() as writer:
        draft = UserDraft(email=email, **said)
        user = accounts.add_user(writer, draft, now=NOW, actor=ADA, uuid=f"u-{email}")
        set_password_hash(writer, user.uuid, quick_hash())
    return user


def clerk(app: Flask, email: str = "anna@example.org", **said: Any) -> Clerk:
    """Somebody new, signed in to an application."""
    user = hire(app.extensions[EXTENSION].store, email, **said)
    found = Clerk(user, app.test_client())
    found.get("/sign-in")
    assert found.post("/sign-in", {"email": email, "password": PASSWORD}).status_code == 303
    return found
