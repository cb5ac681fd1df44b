"""What is known of pictures, on both engines."""

from dataclasses import replace
from datetime import timedelta

from feedsvc.core.model import Enclosure, Image
from feedsvc.core.pictures import Picture, PictureFile
from feedsvc.store.pictures import (
    digests_kept,
    digests_spoken_of,
    forget_pictures,
    pictures,
    put_picture,
)
from tests.newsroom import START, Newsroom
from tests.web.world import keep_picture


def picture(digest: str, **others: object) -> Picture:
    file = PictureFile(f"{digest}-90.png", 90, 60, 1000)
    values = {"type": "image/png", "files": (file,), "alt": "A river", "credit": "© Ada"}
    more = {"office": None, "by": "ada", "uploaded": START}
    return Picture(digest=digest, **{**values, **more, **others})


def test_a_picture_comes_back_as_it_was_stored(newsroom: Newsroom):
    one, other = picture("ab" * 16, office="minsk"), picture("cd" * 16)
    with newsroom.store.writing() as writer:
        for each in (one, other):
            put_picture(writer, each)
    with newsroom.store.reading() as reader:
        assert pictures(reader, [one.digest, other.digest, "ef" * 16]) == {
            one.digest: one,
            other.digest: other,
        }
        assert pictures(reader, []) == {}
        assert digests_kept(reader) == {one.digest: START, other.digest: START}


def test_the_same_picture_again_has_what_was_said_last(newsroom: Newsroom):
    first = picture("ab" * 16, office="minsk")
    again = replace(first, alt="A dam", office="moscow", uploaded=START + timedelta(days=1))
    with newsroom.store.writing() as writer:
        put_picture(writer, first)
        put_picture(writer, again)
        assert pictures(writer, [first.digest]) == {first.digest: again}
        forget_pictures(writer, [first.digest, "ef" * 16])
        assert digests_kept(writer) == {}


def test_a_digest_is_found_wherever_an_entry_names_it(newsroom: Newsroom):
    digests = [letter * 32 for letter in "abcdef"]
    paths = [f"/pictures/{digest}-90.png" for digest in digests]
    for path in paths:
        keep_picture(newsroom.store, newsroom.settings.data_dir, path)
    newsroom.create(image=Image(paths[0]))
    newsroom.create(enclosures=(Enclosure(paths[1], "image/png"),))
    newsroom.create(content_html=f'<p><img src="{newsroom.settings.base_url}{paths[2]}" alt=""></p>')
    newsroom.edit(newsroom.create(image=Image(paths[3])), image=Image(paths[4]))
    with newsroom.store.reading() as reader:
        assert digests_spoken_of(reader) & set(digests) == set(digests[:5])
