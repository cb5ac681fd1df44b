"""The life of an entry: which step each status allows, and what it does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedsvc.core import lifecycle
from feedsvc.core.errors import Conflict, InvalidInput
from feedsvc.core.model import EntryDraft, Image, Person, Status
from tests.core.samples import ENTRY_UUID, NOW, draft, entry, in_status

EARLIER = NOW - timedelta(days=3)
LATER = NOW + timedelta(days=1)
UPDATED = datetime(2026, 6, 12, 15, 30, 7, tzinfo=UTC)

STEPS = {
    "publish": lambda each: lifecycle.released(each, number=9, updated=UPDATED, now=NOW),
    "schedule": lambda each: lifecycle.scheduled(each, LATER, now=NOW),
    "edit": lambda each: lifecycle.edited(each, draft("Another"), countries=()),
    "withdraw": lambda each: lifecycle.withdrawn(each, reason="Wrong.", number=9, now=NOW),
    "restore": lambda each: lifecycle.restored(each, number=9, updated=UPDATED),
}
# What each step makes of each status; None where it must be refused.
TABLE = {
    "publish": {"draft": "published", "scheduled": "published", "published": None, "withdrawn": None},
    "schedule": {"draft": "scheduled", "scheduled": "scheduled", "published": None, "withdrawn": None},
    "edit": {"draft": "draft", "scheduled": "scheduled", "published": "published", "withdrawn": None},
    "withdraw": {"draft": None, "scheduled": None, "published": "withdrawn", "withdrawn": None},
    "restore": {"draft": None, "scheduled": None, "published": None, "withdrawn": "published"},
}
CASES = [(step, Status(before), after) for step, row in TABLE.items() for before, after in row.items()]


@pytest.mark.parametrize(("step", "before", "after"), CASES)
def test_each_status_allows_its_own_steps(step, before, after):
    stored = in_status(before)
    if after is None:
        with pytest.raises(Conflict, match=f"withdrawn|You cannot {step} an entry that is {before}"):
            STEPS[step](stored)
    else:
        stepped = STEPS[step](stored)
        assert stepped.status is Status(after)
        assert (stepped.uuid, stepped.id, stepped.created) == (stored.uuid, stored.id, stored.created)
        assert stepped.released == (after == "published")


def test_a_new_entry_is_a_draft_of_its_first_version():
    made = lifecycle.created(draft("A", countries=("UZ",)), uuid=ENTRY_UUID, countries=("UZ",), now=NOW)
    assert (made.status, made.version, made.created) == (Status.DRAFT, 1, NOW)
    assert (made.position, made.changed, made.updated, made.published) == (None, None, None, None)
    assert made.id == f"urn:uuid:{ENTRY_UUID}"
    assert made.countries_chosen


def test_an_entry_from_elsewhere_keeps_its_id():
    made = lifecycle.created(draft(id="tag:a.example,2015:1"), uuid=ENTRY_UUID, countries=(), now=NOW)
    assert made.id == "tag:a.example,2015:1"


def test_countries_found_in_the_text_are_not_chosen():
    made = lifecycle.created(draft(), uuid=ENTRY_UUID, countries=("UZ",), now=NOW)
    assert made.countries == ("UZ",)
    assert not made.countries_chosen
    assert made.as_draft().countries is None


FULL = EntryDraft(
    office="minsk",
    title="T",
    language="ru",
    summary="S",
    content_html="<p>C</p>",
    countries=("BY",),
    topics=("work",),
    kind="Press release",
    place="Minsk",
    link="https://example.org/1",
    image=Image(credit="© A"),
    authors=(Person("Ada"),),
    published=EARLIER,
    id="tag:a.example,2015:1",
)


def test_an_entry_gives_back_the_draft_that_it_was_made_of():
    made = lifecycle.created(FULL, uuid=ENTRY_UUID, countries=("BY",), now=NOW)
    assert made.as_draft() == FULL


def test_an_edit_takes_over_the_whole_content_and_counts_a_version():
    stored = entry("Old", id=FULL.id, published=EARLIER)
    edited = lifecycle.edited(stored, FULL, countries=("BY",))
    assert edited.as_draft() == FULL
    assert edited.version == stored.version + 1
    assert (edited.updated, edited.position, edited.changed) == (stored.updated, 7, 7)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED])
def test_an_edit_that_changes_nothing_is_none(status):
    stored = in_status(status)
    assert lifecycle.edited(stored, stored.as_draft(), countries=stored.countries) == stored


def test_choosing_the_countries_that_were_found_is_an_edit():
    stored = entry(countries=("UZ",))
    edited = lifecycle.edited(stored, draft(countries=("UZ",)), countries=("UZ",))
    assert edited == replace(stored, countries_chosen=True, version=3)


def test_the_date_of_a_released_entry_never_moves():
    stored = entry(published=EARLIER)
    assert lifecycle.edited(stored, draft("B"), countries=()).published == EARLIER
    assert lifecycle.edited(stored, draft("B", published=EARLIER), countries=()).published == EARLIER
    with pytest.raises(InvalidInput, match="published: never moves"):
        lifecycle.edited(stored, draft("B", published=NOW), countries=())


def test_the_date_of_an_unreleased_entry_moves_and_goes():
    stored = in_status(Status.DRAFT, published=EARLIER)
    assert lifecycle.edited(stored, draft(published=NOW), countries=()).published == NOW
    assert lifecycle.edited(stored, draft(), countries=()).published is None


def test_the_id_of_an_entry_never_moves():
    stored = entry(published=EARLIER)
    assert lifecycle.edited(stored, draft("B", id=stored.id), countries=()).id == stored.id
    with pytest.raises(InvalidInput) as caught:
        lifecycle.edited(stored, draft("B", id="tag:a.example,2015:2", published=NOW), countries=())
    assert [problem.where for problem in caught.value.problems] == ["id", "published"]


def test_a_minor_edit_moves_only_what_says_that_it_changed():
    shown = lifecycle.shown_again(entry(), number=12)
    assert shown == replace(entry(), changed=12)


def test_a_major_edit_moves_updated_and_position():
    shown = lifecycle.shown_again(entry(), number=12, updated=UPDATED)
    assert shown == replace(entry(), changed=12, position=12, updated=UPDATED)


def test_an_edit_into_another_channel_moves_the_position_alone():
    shown = lifecycle.shown_again(entry(), number=12, joined_channel=True)
    assert shown == replace(entry(), changed=12, position=12)


def test_a_release_dates_the_entry_now_unless_it_has_a_date():
    plain = lifecycle.released(in_status(Status.DRAFT), number=9, updated=UPDATED, now=NOW)
    assert (plain.published, plain.updated, plain.position, plain.changed) == (NOW, UPDATED, 9, 9)
    dated = lifecycle.released(in_status(Status.DRAFT, published=EARLIER), number=9, updated=UPDATED, now=NOW)
    assert dated.published == EARLIER


def test_a_scheduled_entry_is_dated_the_minute_it_was_scheduled_for():
    due = in_status(Status.SCHEDULED, scheduled_for=NOW - timedelta(seconds=40))
    shown = lifecycle.released(due, number=9, updated=UPDATED, now=NOW)
    assert shown.published == NOW - timedelta(seconds=40)
    assert shown.scheduled_for is None


def test_a_scheduled_entry_released_early_is_dated_now():
    early = in_status(Status.SCHEDULED, scheduled_for=LATER)
    assert lifecycle.released(early, number=9, updated=UPDATED, now=NOW).published == NOW


def test_an_entry_dated_ahead_is_not_released():
    with pytest.raises(InvalidInput, match="published: 2026-06-13T15:30:00Z lies ahead"):
        lifecycle.released(in_status(Status.DRAFT, published=LATER), number=9, updated=UPDATED, now=NOW)


@pytest.mark.parametrize("moment", [NOW, EARLIER])
def test_a_moment_past_is_no_schedule(moment):
    with pytest.raises(InvalidInput, match=r"scheduled_for: .* is past"):
        lifecycle.scheduled(in_status(Status.DRAFT), moment, now=NOW)


def test_a_schedule_is_a_version_and_may_be_moved():
    first = lifecycle.scheduled(in_status(Status.DRAFT), LATER, now=NOW)
    assert (first.scheduled_for, first.version) == (LATER, 3)
    second = lifecycle.scheduled(first, LATER + timedelta(hours=1), now=NOW)
    assert (second.scheduled_for, second.version) == (LATER + timedelta(hours=1), 4)


def test_an_entry_is_not_scheduled_before_its_own_date():
    """Else its release would be refused, with nobody there to be told."""
    dated = in_status(Status.DRAFT, published=LATER)
    assert lifecycle.scheduled(dated, LATER, now=NOW).published == LATER
    with pytest.raises(InvalidInput, match=r"scheduled_for: .* is before the entry's own date"):
        lifecycle.scheduled(dated, LATER - timedelta(seconds=1), now=NOW)


def test_a_scheduled_entry_is_not_dated_after_its_release():
    waiting = in_status(Status.SCHEDULED, scheduled_for=LATER)
    assert lifecycle.edited(waiting, draft(published=LATER), countries=()).published == LATER
    with pytest.raises(InvalidInput, match=r"published: .* is after the release"):
        lifecycle.edited(waiting, draft(published=LATER + timedelta(seconds=1)), countries=())


def test_a_withdrawal_says_when_and_why_and_keeps_the_place():
    gone = lifecycle.withdrawn(entry(), reason="Wrong.", number=12, now=NOW)
    assert gone == replace(
        entry(),
        status=Status.WITHDRAWN,
        withdrawn_at=NOW,
        withdrawn_reason="Wrong.",
        changed=12,
        version=3,
    )


def test_a_restored_entry_is_a_major_edit_under_its_own_id():
    back = lifecycle.restored(in_status(Status.WITHDRAWN), number=12, updated=UPDATED)
    assert back == replace(entry(), updated=UPDATED, position=12, changed=12, version=3)


def _countries(given: EntryDraft, known: Any = None) -> tuple[str, ...]:
    return lifecycle.countries_for(given, known, office_names=lambda: ["Nepal Centre"])


def test_chosen_countries_are_taken_as_they_are() -> None:
    assert _countries(draft("Uzbek rivers", countries=("KZ",))) == ("KZ",)
    assert _countries(draft("Uzbek rivers", countries=())) == ()


def test_countries_that_nobody_chose_are_found_in_the_text() -> None:
    written = draft("Uzbek rivers", summary="Tajik mountains", place="Bishkek", content_html="<p>Bhutan</p>")
    assert _countries(written) == ("UZ", "TJ", "KG")
    assert _countries(draft("The Nepal Centre in Bhutan")) == ("BT",)


def test_countries_are_looked_for_again_only_where_the_text_changed() -> None:
    known = entry("Uzbek rivers", countries=("KZ",))
    assert _countries(draft("Uzbek rivers"), known) == ("KZ",)
    assert _countries(draft("Uzbek rivers rise"), known) == ("UZ",)
    assert _countries(draft("Uzbek rivers"), replace(known, countries_chosen=True)) == ("UZ",)


@pytest.mark.parametrize("status", Status)
def test_what_is_erased_keeps_its_id_and_nothing_that_it_said(status: Status):
    known = replace(
        in_status(status), title="Secret", summary="Secret", topics=("work",), link="https://e.org/"
    )
    left = lifecycle.erased(known, title="Erased", comment="Removed.", number=9, now=NOW)
    assert (left.id, left.uuid, left.office, left.created) == (
        known.id,
        known.uuid,
        known.office,
        known.created,
    )
    assert (left.status, left.version, left.changed) == (Status.WITHDRAWN, known.version + 1, 9)
    assert (left.position, left.published, left.updated) == (known.position, known.published, known.updated)
    assert left.withdrawn_at == (known.withdrawn_at or NOW)
    assert "Secret" not in str(left)
    assert (left.topics, left.link, left.erased_at) == ((), None, NOW)


def test_what_is_erased_cannot_come_back_or_be_erased_again():
    left = lifecycle.erased(in_status(Status.WITHDRAWN), title="E", comment="", number=9, now=NOW)
    with pytest.raises(Conflict, match="nothing left to restore"):
        lifecycle.restored(left, number=10, updated=UPDATED)
    with pytest.raises(Conflict, match="erased already"):
        lifecycle.erased(left, title="E", comment="", number=10, now=NOW)
