"""The entries that search engines are told of, on both engines."""

from feedsvc.store.sitemap import part_of_sitemap, parts_of_sitemap
from tests.newsroom import Newsroom


def parts(newsroom: Newsroom, size: int) -> dict[int, list[str]]:
    with newsroom.store.reading() as reader:
        return {
            number: [each.title for each in part_of_sitemap(reader, number, size)]
            for number in parts_of_sitemap(reader, size)
        }


def test_released_entries_stand_in_parts_and_stay_there(newsroom: Newsroom) -> None:
    first, _, third = (newsroom.publish(title) for title in ("One", "Two", "Three"))
    newsroom.create("Draft")
    newsroom.publish("Elsewhere", link="https://example.org/own")
    newsroom.publish("Six")
    assert parts(newsroom, 2) == {1: ["One", "Two"], 2: ["Three"], 3: ["Six"]}
    assert parts(newsroom, 100) == {1: ["One", "Two", "Three", "Six"]}
    newsroom.withdraw(first)
    newsroom.withdraw(third)
    assert parts(newsroom, 2) == {1: ["Two"], 3: ["Six"]}


def test_a_part_tells_the_time_of_the_last_change(newsroom: Newsroom) -> None:
    entry = newsroom.publish("One")
    with newsroom.store.reading() as reader:
        [listed] = part_of_sitemap(reader, 1, 10)
    assert (listed.uuid, listed.updated) == (entry.uuid, entry.updated)


def test_there_are_no_parts_without_entries(newsroom: Newsroom) -> None:
    assert parts(newsroom, 10) == {}
