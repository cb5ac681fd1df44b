"""What is done by command with entries that no reader has seen, and a reason to restore."""

from tests.cli.calling import Feedsvc


def uuid_of(out: str) -> str:
    return next(word for word in out.replace(":", " ").split() if word.count("-") == 4)


def test_a_scheduled_entry_becomes_a_draft_and_is_deleted(feedsvc: Feedsvc):
    feedsvc("office", "add", "moscow", "--name", "Moscow")
    uuid = uuid_of(feedsvc("entry", "add", "--office", "moscow", "--title", "Later", "--draft").out)
    feedsvc("entry", "schedule", uuid, "--at", "2999-06-12T09:00")
    assert feedsvc("entry", "unschedule", uuid).out == f"{uuid} draft: Later\n"
    assert "Later" in feedsvc("entry", "delete", uuid, "--yes").out
    assert f"There is no entry {uuid}" in feedsvc("entry", "show", uuid).err


def test_a_published_entry_is_not_deleted(feedsvc: Feedsvc):
    feedsvc("office", "add", "moscow", "--name", "Moscow")
    uuid = uuid_of(feedsvc("entry", "add", "--office", "moscow", "--title", "Out").out)
    assert "Only a draft can be deleted" in feedsvc("entry", "delete", uuid, "--yes").err
    feedsvc("entry", "withdraw", uuid)
    assert "published" in feedsvc("entry", "restore", uuid, "--reason", "It was right.").out
    assert "It was right." in feedsvc("audit", "--json").out
