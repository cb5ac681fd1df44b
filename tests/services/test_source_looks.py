"""What a source holds, looked at without storing anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from feedsvc.core.accounts import Actor
from feedsvc.core.errors import Forbidden
from feedsvc.core.sources import Source
from feedsvc.services.sources import SourceDraft, add_source, look_at, source_for
from tests.fetching.sites import LOCAL, Site, other_site, saying
from tests.newsroom import Newsroom
from tests.services.import_desk import feed, feed_entry, outcomes
from tests.web.world import ADA

pytestmark = pytest.mark.sockets


@pytest.fixture
def site() -> Iterator[Site]:
    """Another site."""
    with other_site() as site:
        yield site


def source_at(newsroom: Newsroom, url: str) -> Source:
    newsroom.settings = replace(newsroom.settings, allowed_networks=LOCAL)
    newsroom.now += timedelta(days=30)
    draft = SourceDraft(url=url, office="moscow")
    return add_source(
        newsroom.store, newsroom.settings, draft, now=newsroom.now, actor=ADA, uuid=newsroom.new_uuid()
    )


def test_every_item_is_shown_with_the_reason_where_it_is_refused(newsroom: Newsroom, site: Site) -> None:
    good = feed_entry("https://o.example/1", "Good")
    ahead = feed_entry("https://o.example/2", "Ahead", at="2099-01-01T00:00:00Z")
    source = source_at(newsroom, site.on("/feed", saying(feed(good, ahead))))
    report, problem = look_at(newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=ADA)
    assert problem == ""
    assert report is not None
    assert sorted(outcomes(report)) == [("new", "Good"), ("refused", "Ahead")]
    assert "lies ahead" in next(row.note for row in report.rows if row.title == "Ahead")
    with newsroom.store.reading() as reader:
        assert reader.entries(limit=5) == []
        assert source_for(reader, source.uuid, ADA) == source


def test_a_source_that_cannot_be_taken_says_why(newsroom: Newsroom, site: Site) -> None:
    source = source_at(newsroom, site.on("/feed", lambda visit: visit.answer(404, b"")))
    report, problem = look_at(newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=ADA)
    assert report is None
    assert "404" in problem


def test_only_who_may_import_looks(newsroom: Newsroom) -> None:
    source = source_at(newsroom, "https://example.org/feed")
    with pytest.raises(Forbidden):
        look_at(
            newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=Actor(name="b", user="b")
        )
