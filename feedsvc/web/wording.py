"""The words of the pages."""

from collections.abc import Mapping
from datetime import date

from feedsvc.core.dates import MONTHS, in_words
from feedsvc.core.wording import FALLBACK_LANGUAGE
from feedsvc.web import wording_subscribing

_ENGLISH = {
    "skip": "Skip to the content",
    "site_navigation": "Site",
    "breadcrumbs": "You are here",
    "interface_language": "Language of the pages",
    "for_staff": "For those who work here",
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
    "office_closes": "This office closes: from {day} on its feeds are not served any more.",
    "office_closed": "This office is closed. Its feeds ended on {day}; what it published stays here.",
    "office_goes_on": "Its news goes on here:",
    "office_continues": "Goes on with the work of",
    "office_merged": "{name} has been part of it since {day}",
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
    "search": "Search",
    "search_for": "Search the news",
    "search_heading": "Search",
    "search_how": "All the words must be there, in any order and form: flood finds floods and flooding. "
    "“Words in quotes” stand one after the other; -word leaves out what has it.",
    "search_office": "Office",
    "search_country": "Country",
    "search_topic": "Topic",
    "search_lang": "Language",
    "all_offices": "All offices",
    "all_countries": "All countries",
    "all_topics": "All topics",
    "search_found": "Entries found: {count}",
    "search_found_more": "More than {count} entries found; the nearest {count} are listed",
    "search_nothing": "Nothing found for “{typed}”",
    "search_no_words": "There is no word to look for in “{typed}”",
    "search_advice": "See whether every word is spelt as it is meant.\n"
    "Take fewer words, or other ones: every word must be in the entry.",
    "search_wider": "Search all offices, countries, topics and languages",
    "search_catalogue": "Browse by office, country and topic",
    "search_first": "Back to the nearest",
    "search_next": "More",
    "colophon": "Made of plain pages and open feeds: Atom, RSS and JSON Feed.",
    "sign_in": "Sign in",
    "sign_in_now": "Sign in",
    "sign_out": "Sign out",
    "signed_in": "You are signed in",
    "email": "E-mail address",
    "password": "Password",
    "no_password": "No password yet, or forgotten? Ask an administrator for a link to set one.",
    "sign_in_failed": "The e-mail address or the password is wrong.",
    "too_many_tries": "Too many tries. Try again in {seconds} seconds.",
    "set_password": "Set the password",
    "new_password": "New password",
    "password_rules": "12 characters or more; a few words are good. Not your name, nothing that many use.",
    "password_refused": "This password is too short or too easy to guess. Take another one.",
    "password_was_set": "The password is set. Now sign in with it.",
    "embed_loading": "Loading the news…",
    "embed_none": "No news here yet.",
    "embed_failed": "The news cannot be shown just now.",
    "embed_unknown": "There is no news channel “{channel}” here.",
    "embed_no_entry": "There is no such entry here.",
    "embed_gone": "This entry was withdrawn.",
    "embed_closed": "This office is closed. Its page says where its news goes on.",
    "embed_at": "Read the news at {host}",
    "embed_more": "More news",
    "embed_new_tab": "Opens in a new tab",
}
_RUSSIAN = {
    "skip": "Перейти к содержанию",
    "site_navigation": "Сайт",
    "breadcrumbs": "Вы находитесь здесь",
    "interface_language": "Язык страниц",
    "for_staff": "Вход для сотрудников",
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
    "office_closes": "Бюро закрывается: с {day} его ленты больше не ведутся.",
    "office_closed": "Бюро закрыто. Его ленты не ведутся с {day}; всё опубликованное остаётся здесь.",
    "office_goes_on": "Его новости продолжаются здесь:",
    "office_continues": "Продолжает работу бюро:",
    "office_merged": "{name} – часть этого бюро с {day}",
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
    "search": "Найти",
    "search_for": "Поиск по новостям",
    "search_heading": "Поиск",
    "search_how": "Найдутся записи, где есть все слова, в любом порядке и в любой форме: наводнение найдёт и "
    "наводнения. «Слова в кавычках» стоят подряд; -слово исключает записи с ним.",
    "search_office": "Бюро",
    "search_country": "Страна",
    "search_topic": "Тема",
    "search_lang": "Язык",
    "all_offices": "Все бюро",
    "all_countries": "Все страны",
    "all_topics": "Все темы",
    "search_found": "Найдено записей: {count}",
    "search_found_more": "Найдено больше {count} записей; показаны ближайшие {count}",
    "search_nothing": "По запросу «{typed}» ничего не найдено",
    "search_no_words": "В запросе «{typed}» нет слов для поиска",
    "search_advice": "Проверьте, нет ли в словах опечаток.\n"
    "Возьмите меньше слов или другие: в записи должны быть все.",
    "search_wider": "Искать по всем бюро, странам, темам и языкам",
    "search_catalogue": "Посмотреть по бюро, странам и темам",
    "search_first": "К самым близким",
    "search_next": "Дальше",
    "colophon": "Простые страницы и открытые ленты: Atom, RSS и JSON Feed.",
    "sign_in": "Вход",
    "sign_in_now": "Войти",
    "sign_out": "Выйти",
    "signed_in": "Вы вошли",
    "email": "Адрес электронной почты",
    "password": "Пароль",
    "no_password": "Пароля ещё нет или он забыт? Попросите у администратора ссылку, чтобы задать его.",
    "sign_in_failed": "Адрес или пароль неверен.",
    "too_many_tries": "Слишком много попыток. Повторите через {seconds} с.",
    "set_password": "Задать пароль",
    "new_password": "Новый пароль",
    "password_rules": "Не короче 12 знаков, лучше несколько слов; не имя, не адрес и не то, что у многих.",
    "password_refused": "Этот пароль слишком короткий или его легко угадать. Придумайте другой.",
    "password_was_set": "Пароль задан. Теперь войдите с ним.",
    "embed_loading": "Загружаем новости…",
    "embed_none": "Новостей здесь пока нет.",
    "embed_failed": "Сейчас не удаётся показать новости.",
    "embed_unknown": "Здесь нет ленты новостей «{channel}».",
    "embed_no_entry": "Такой записи здесь нет.",
    "embed_gone": "Эта запись отозвана.",
    "embed_closed": "Это бюро закрыто. На его странице сказано, где теперь его новости.",
    "embed_at": "Читать новости на сайте {host}",
    "embed_more": "Другие новости",
    "embed_new_tab": "Откроется в новой вкладке",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": _ENGLISH | wording_subscribing.ENGLISH,
    "ru": _RUSSIAN | wording_subscribing.RUSSIAN,
}


def spoken_languages() -> list[str]:
    """The languages that the words of the pages are in."""
    return list(_WORDS)


def page_language(language: str) -> str:
    """The language that what is in `language` has its words in: itself, or English."""
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
