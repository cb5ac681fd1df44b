"""Accounts, tokens and the audit log from the command line."""

import json
import re

import pytest

from tests.cli.calling import Feedsvc

LINK = re.compile(r"^http://127\.0\.0\.1:8000/password/[\w-]{43}$", re.MULTILINE)


@pytest.fixture
def feedsvc(feedsvc: Feedsvc) -> Feedsvc:
    """The same on a database with the offices moscow and minsk."""
    for slug in ("moscow", "minsk"):
        assert feedsvc("office", "add", slug, "--name", slug.title()).status == 0
    return feedsvc


def users(feedsvc: Feedsvc) -> dict[str, dict[str, object]]:
    return {each["email"]: each for each in json.loads(feedsvc("user", "list", "--json").out)}


def test_the_first_user_is_added_with_roles_and_a_link(feedsvc: Feedsvc):
    said = feedsvc(
        "user", "add", "Anna@example.org", "--name", "Anna", "--role", "moscow=editor",
        "--role", "minsk=reader", "--admin",
    )  # fmt: skip
    assert said.status == 0
    assert LINK.search(said.out)
    anna = users(feedsvc)["anna@example.org"]
    assert (anna["name"], anna["is_admin"], anna["has_password"]) == ("Anna", True, False)
    assert anna["roles"] == {"moscow": "editor", "minsk": "reader"}
    table = feedsvc("user", "list").out
    assert "administrator minsk=reader moscow=editor" in table
    assert "no password yet" in table


@pytest.mark.parametrize("role", ["moscow", "moscow=chief", "=", "moscow:editor"])
def test_a_role_that_is_none_names_the_option(feedsvc: Feedsvc, role: str):
    said = feedsvc("user", "add", "anna@example.org", "--role", role)
    assert said.status == 1
    assert "--role: must be OFFICE=ROLE, and the role one of reader, author, editor" in said.err
    assert users(feedsvc) == {}


def test_an_edit_leaves_what_is_not_given(feedsvc: Feedsvc):
    feedsvc("user", "add", "anna@example.org", "--name", "Anna", "--role", "moscow=editor")
    edited = feedsvc(
        "user", "edit", "anna@example.org", "--role", "minsk=author", "--no-role", "moscow",
        "--email", "anna.k@example.org",
    )  # fmt: skip
    assert edited.status == 0
    anna = users(feedsvc)["anna.k@example.org"]
    assert (anna["name"], anna["roles"], anna["is_admin"]) == ("Anna", {"minsk": "author"}, False)
    feedsvc("user", "edit", "anna.k@example.org", "--admin")
    assert users(feedsvc)["anna.k@example.org"]["is_admin"]
    refused = feedsvc("user", "edit", "anna.k@example.org", "--no-admin")
    assert (refused.status, "last administrator" in refused.err) == (1, True)


def test_who_left_is_disabled_and_may_come_back(feedsvc: Feedsvc):
    feedsvc("user", "add", "anna@example.org", "--role", "moscow=editor")
    feedsvc("user", "edit", "anna@example.org", "--disable")
    assert users(feedsvc)["anna@example.org"]["disabled"]
    assert "disabled" in feedsvc("user", "list").out
    assert feedsvc("--as", "anna@example.org", "entry", "list").status == 1
    assert feedsvc("user", "link", "anna@example.org").status == 1
    feedsvc("user", "edit", "anna@example.org", "--enable")
    assert feedsvc("--as", "anna@example.org", "entry", "list").status == 0


def test_a_new_link_is_printed(feedsvc: Feedsvc):
    first = LINK.search(feedsvc("user", "add", "anna@example.org").out)
    second = LINK.search(feedsvc("user", "link", "Anna@example.org").out)
    assert first
    assert second
    assert first[0] != second[0]
    assert "no user “eve@example.org”" in feedsvc("user", "link", "eve@example.org").err


@pytest.mark.sockets
def test_where_the_mail_server_is_away_the_link_is_printed_all_the_same(
    feedsvc: Feedsvc, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FEEDSVC_SMTP_URL", "smtp://127.0.0.1:1")
    said = feedsvc("user", "add", "anna@example.org")
    assert said.status == 1
    assert "could not be sent" in said.err
    assert LINK.search(said.out)


def test_a_token_is_shown_once_listed_and_revoked(feedsvc: Feedsvc):
    feedsvc("user", "add", "anna@example.org", "--role", "moscow=editor")
    made = feedsvc(
        "user", "token", "add", "anna@example.org", "--name", "cron", "--office", "moscow",
        "--action", "import", "--action", "read", "--days", "30",
    )  # fmt: skip
    secret = made.out.splitlines()[-1]
    assert secret.startswith("fsv_")
    for listing in (("user", "token", "list"), ("user", "token", "list", "anna@example.org")):
        said = feedsvc(*listing)
        assert "cron" in said.out
        assert secret not in said.out
    [token] = json.loads(feedsvc("user", "token", "list", "--json").out)
    assert (token["actions"], token["offices"], token["state"]) == (["import", "read"], ["moscow"], "holds")
    assert token["last_used"] is None
    assert feedsvc("user", "token", "revoke", token["uuid"]).status == 0
    assert json.loads(feedsvc("user", "token", "list", "--json").out)[0]["state"] == "revoked"
    assert feedsvc("user", "token", "revoke", "nothing").status == 1
    assert feedsvc("user", "token", "add", "anna@example.org", "--name", "x", "--office", "no").status == 1


def test_as_somebody_the_command_has_their_rights_and_their_name(feedsvc: Feedsvc):
    feedsvc("user", "add", "bob@example.org", "--role", "moscow=author")
    added = feedsvc(
        "--as", "bob@example.org", "entry", "add", "--office", "moscow", "--title", "Mine", "--draft"
    )
    uuid = added.out.split()[0]
    assert feedsvc("--as", "bob@example.org", "entry", "edit", uuid, "--title", "Still mine").status == 0
    refused = feedsvc("--as", "bob@example.org", "entry", "publish", uuid)
    assert (refused.status, "You may not publish" in refused.err) == (1, True)
    lines = json.loads(feedsvc("audit", "--entry", uuid, "--json").out)
    assert [(line["actor"], line["action"]) for line in lines] == [
        ("bob@example.org", "edited"), ("bob@example.org", "created"),
    ]  # fmt: skip
    assert "who may sign in" in feedsvc("--as", "eve@example.org", "entry", "list").err


def test_a_list_as_somebody_holds_what_they_may_see(feedsvc: Feedsvc):
    feedsvc("user", "add", "bob@example.org", "--role", "moscow=author")
    for office, more in (("moscow", ["--draft"]), ("minsk", ["--draft"]), ("minsk", [])):
        feedsvc("entry", "add", "--office", office, "--title", f"{office} {len(more)}", *more)

    def titles(*who: str) -> set[str]:
        return {each["title"] for each in json.loads(feedsvc(*who, "entry", "list", "--json").out)}

    assert titles() == {"moscow 1", "minsk 1", "minsk 0"}
    assert titles("--as", "bob@example.org") == {"moscow 1", "minsk 0"}


def test_the_log_is_narrowed_by_person_office_and_time(feedsvc: Feedsvc):
    feedsvc("user", "add", "anna@example.org", "--admin")
    feedsvc("--as", "anna@example.org", "topic", "add", "work", "--name", "Work")
    [line] = json.loads(feedsvc("audit", "--user", "anna@example.org", "--json").out)
    assert (line["action"], line["kind"], line["detail"]) == ("added", "topic", {"slug": "work"})
    in_moscow = json.loads(feedsvc("audit", "--office", "moscow", "--json").out)
    assert [each["detail"] for each in in_moscow] == [{"slug": "moscow"}]
    assert json.loads(feedsvc("audit", "--since", "2999-01-01", "--json").out) == []
    table = feedsvc("audit", "--since", "2020-01-01T00:00:00Z", "--limit", "1").out
    assert "anna@example.org" in table
    assert "work" in table
    assert "--since: must be a date" in feedsvc("audit", "--since", "yesterday").err
    earlier = json.loads(feedsvc("audit", "--before", str(line["id"]), "--limit", "1", "--json").out)
    assert earlier[0]["id"] == line["id"] - 1


@pytest.mark.parametrize("command", ["init", "serve", "backup", "restore", "sample"])
def test_what_the_machine_does_is_done_in_nobody_s_name(feedsvc: Feedsvc, command: str):
    feedsvc("user", "add", "anna@example.org", "--admin")
    said = feedsvc("--as", "anna@example.org", command)
    assert (said.status, "leave --as out" in said.err) == (2, True)
