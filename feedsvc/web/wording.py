"""The words of the pages. A page is in the site's language where its words are here, else in English."""

from collections.abc import Mapping
from datetime import date

from feedsvc.core.dates import MONTHS, in_words
from feedsvc.core.wording import FALLBACK_LANGUAGE

_ENGLISH = {
    "skip": "Skip to the content",
    "site_navigation": "Site",
    "breadcrumbs": "You are here",
    "home": "All news",
    "catalogue": "News from all our offices",
    "offices": "Offices",
    "countries": "Countries",
    "topics": "Topics",
    "latest": "Latest news",
    "older": "Older news",
    "back_to_latest": "Back to the latest news",
    "none_there": "None yet.",
    "none_yet": "No news here yet. Whoever subscribes now gets the first entry when it comes out.",
    "subscribe": "Subscribe",
    "subscribe_how": "Choose what you want to follow: all the news, or an office, a country or a topic. "
    "Copy the address of its feed (Atom, RSS or JSON) into your feed reader, mail program or website. "
    "New entries then come to you by themselves; no account is needed.",
    "subscribe_short": "Copy the address of a feed into your feed reader.",
    "all_languages": "All languages",
    "formerly": "Formerly {name}",
    "formerly_until": "Formerly {name}, until {until}",
    "since": "since\u00a0{year}",
    "works_in": "Works in",
    "covered_by": "Offices that work here",
    "by_country": "Feeds of one country",
    "by_topic": "Feeds of one topic",
    "contact": "Contact",
    "website": "Website",
    "original": "Read the original",
    "also_in": "Also in",
    "files": "Files",
    "entry_feeds": "Follow this news",
    "entry_count": "Entries",
    "about_office": "About the office",
    "colophon": "Made of plain pages and open feeds: Atom, RSS and JSON Feed.",
}
_RUSSIAN = {
    "skip": "Перейти к содержанию",
    "site_navigation": "Сайт",
    "breadcrumbs": "Вы находитесь здесь",
    "home": "Все новости",
    "catalogue": "Новости всех бюро",
    "offices": "Бюро",
    "countries": "Страны",
    "topics": "Темы",
    "latest": "Последние новости",
    "older": "Более ранние новости",
    "back_to_latest": "К последним новостям",
    "none_there": "Пока нет.",
    "none_yet": "Новостей здесь пока нет. Подписавшиеся сейчас получат первую, как только она выйдет.",
    "subscribe": "Подписка",
    "subscribe_how": "Выберите, за чем следить: за всеми новостями, за бюро, страной или темой. "
    "Скопируйте адрес ленты (Atom, RSS или JSON) в программу чтения лент, в почтовую программу или на сайт. "
    "Новые записи будут приходить сами; учётная запись не нужна.",
    "subscribe_short": "Скопируйте адрес ленты в программу чтения лент.",
    "all_languages": "Все языки",
    "formerly": "Прежнее название: {name}",
    "formerly_until": "Прежнее название: {name} (до {until})",
    "since": "с\u00a0{year}\u00a0г.",
    "works_in": "Страны",
    "covered_by": "Бюро, которые здесь работают",
    "by_country": "Ленты по одной стране",
    "by_topic": "Ленты по одной теме",
    "contact": "Связь",
    "website": "Сайт",
    "original": "Читать в первоисточнике",
    "also_in": "На других языках",
    "files": "Файлы",
    "entry_feeds": "Следить за этими новостями",
    "entry_count": "Записей",
    "about_office": "О бюро",
    "colophon": "Простые страницы и открытые ленты: Atom, RSS и JSON Feed.",
}
_WORDS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "ru": _RUSSIAN}

# Languages as they name themselves: whoever looks for one reads it.


def page_language(language: str) -> str:
    """The language that a page of a site in `language` is in."""
    return language if language in _WORDS else FALLBACK_LANGUAGE


def words(language: str) -> Mapping[str, str]:
    """Every phrase of the pages in a page's language."""
    return _WORDS[page_language(language)]


def until_in_words(until: str, language: str) -> str:
    """A year, a year and month, or a date (ISO 8601) in words, as it stands after "until"; what is
    none of these stays as it is."""
    try:
        parts = [int(part) for part in until.split("-")]
        if len(parts) == 3:
            return in_words(date(*parts), language)
        year = f"{parts[0]} г." if language == "ru" else str(parts[0])
        months = MONTHS.get(language, MONTHS[FALLBACK_LANGUAGE])
        return " ".join([*(months[date(parts[0], month, 1).month - 1] for month in parts[1:]), year])
    except (ValueError, TypeError):
        return until
