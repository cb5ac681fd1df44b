"""The language of an office page: found, given, or refused."""

import pytest

from feedsvc.core.errors import UnreadableFile
from tests.importers.pages import read

ENGLISH = "1. A title\n\n12 June 2020\n\nText of it."
RUSSIAN = "1. Заголовок\n\n12 июня 2020 г.\n\nЕго текст."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (RUSSIAN, "ru"),
        (ENGLISH.replace("12 June 2020", "2020-06-12"), "en"),
        (RUSSIAN.replace("12 июня 2020 г.", "12.06.2020"), "ru"),
        ("1. ILO Заголов\n\n12 июня 2020 г.", "ru"),
        ("1. Inform Заголовок\n\n12 June 2020", "en"),
        ("1. Inform Заголовок\n\n12.06.2020", "ru"),
        ("1. 5\n\n12.06.2020", "en"),
    ],
)
def test_the_language_is_found_by_letters_and_months(text, language):
    reading = read(text, site_languages=[language])

    assert all(item.draft.language == language for item in reading.items)


def test_the_language_given_wins():
    assert read(ENGLISH, language="fr", site_languages=("en", "fr")).items[0].draft.language == "fr"


def test_a_language_that_the_site_does_not_have_is_refused_with_the_remedy():
    with pytest.raises(UnreadableFile, match=r"is in Russian.*\(en\).*--lang.*FEEDSVC_LANGUAGES"):
        read(RUSSIAN, site_languages=("en",))
    with pytest.raises(UnreadableFile, match=r"--lang kk is none.*\(en, ru\).*FEEDSVC_LANGUAGES"):
        read(RUSSIAN, language="kk")
