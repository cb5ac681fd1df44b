"""The few words that feedsvc itself puts into a feed, in the languages it has them in."""

from collections.abc import Mapping

FALLBACK_LANGUAGE = "en"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"news_of": "News: {names}", "all_news": "All news", "country": "Country", "photo": "Photo"},
    "ru": {"news_of": "Новости: {names}", "all_news": "Все новости", "country": "Страна", "photo": "Фото"},
}

_OWN_NAMES: Mapping[str, str] = {
    "ar": "العربية", "az": "Azərbaycanca", "be": "Беларуская", "de": "Deutsch", "en": "English",
    "es": "Español", "fr": "Français", "hy": "Հայերեն", "ka": "ქართული", "kk": "Қазақша",
    "ky": "Кыргызча", "pt": "Português", "ro": "Română", "ru": "Русский", "tg": "Тоҷикӣ",
    "tk": "Türkmençe", "uk": "Українська", "uz": "Oʻzbekcha", "zh": "中文",
}  # fmt: skip


def say(key: str, language: str, **values: str) -> str:
    """A phrase in a language, in English where there is none in it."""
    words = _WORDS.get(language, _WORDS[FALLBACK_LANGUAGE])
    return words[key].format(**values)


def name_in(names: Mapping[str, str], language: str) -> str:
    """A name in a language; else in English, else the first that there is."""
    return names.get(language) or names.get(FALLBACK_LANGUAGE) or next(iter(names.values()), "")


def language_name(language: str) -> str:
    """A language as it names itself; its tag in capitals where that is not known."""
    return _OWN_NAMES.get(language, language.upper())
