"""The words that recur on office pages: labels above titles, headings between lists, credits."""

import re

from feedsvc.core.text import folded

_LONGEST_CREDIT = 200
_LONGEST_WORDS = 60

LABELS = frozenset(
    folded(label)
    for label in (
        "Press release", "News", "News item", "Statement", "Speech", "Interview", "Feature",
        "Feature story", "Opinion", "Blog", "Video", "Photo", "Photo gallery", "Publication", "Report",
        "Event", "Announcement", "Media advisory", "Vacancy", "Message", "Brief",
        "Social protection", "Social dialogue", "Child labour", "Forced labour", "Decent work",
        "Employment", "Youth employment", "Skills", "Labour migration", "Labour standards",
        "Gender equality", "Occupational safety and health",
        "Пресс-релиз", "Новость", "Новости", "Заявление", "Выступление", "Интервью", "Мнение",
        "Видео", "Фото", "Публикация", "Доклад", "Отчёт", "Событие", "Мероприятие", "Объявление",
        "Анонс", "Вакансия", "Обращение",
        "Социальная защита", "Социальный диалог", "Детский труд", "Занятость",
        "Молодёжная занятость", "Достойный труд", "Охрана труда",
    )
)  # fmt: skip
HEADINGS = frozenset(
    folded(heading)
    for heading in (
        "News", "News room", "Newsroom", "Latest news", "All news", "News archive", "Archive", "What's new",
        "Press releases", "Statements", "Speeches", "Statements and speeches", "Speeches and statements",
        "Events", "Upcoming events", "Past events", "Events and meetings", "Features", "Feature stories",
        "Publications", "Multimedia", "Videos", "Photos", "Highlights", "In focus", "Announcements",
        "Media centre", "Media center", "Contact", "Contacts", "Contact us", "About us", "Follow us",
        "Related links", "See also",
        "Новости", "Все новости", "Последние новости", "Архив", "Архив новостей", "Лента новостей",
        "Пресс-релизы", "Заявления", "Выступления", "Заявления и выступления", "Выступления и заявления",
        "События", "Мероприятия", "Предстоящие мероприятия", "Публикации", "Видео", "Фото", "Анонсы",
        "Объявления", "Пресс-центр", "Контакты", "О нас", "Полезные ссылки", "Смотрите также",
    )
)  # fmt: skip
_CREDIT = re.compile(
    r"©|\([cс]\)\s|copyright\b"
    r"|(?:photos?|pictures?|images?|фото|фотографи[яи]|снимок)"
    r"(?:\s+(?:credits?|by|courtesy(?: of)?))?\s*(?::|©|\([cс]\))"
    r"|(?:photo|image|picture)\s+(?:credits?|courtesy)\b|credits?\s*:|автор фото\b",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"(?:©|\([cс]\))\s*$", re.IGNORECASE)
_HASHTAG = re.compile(r"#\w+")


def is_credit(text: str) -> bool:
    """Whether a line says whose the picture is: "© Name / Agency 2020", "Photo: Name"."""
    return len(text) <= _LONGEST_CREDIT and bool(_CREDIT.match(text) or _CREDIT_AT_END.search(text))


def is_usual_label(text: str) -> bool:
    """Whether a line is a label that pages usually have above titles, or a hashtag."""
    return bool(_HASHTAG.fullmatch(text)) or (len(text) <= _LONGEST_WORDS and folded(text) in LABELS)


def is_usual_heading(text: str) -> bool:
    """Whether a line is a heading that pages usually have above or between lists."""
    return len(text) <= _LONGEST_WORDS and folded(text.rstrip(" :")) in HEADINGS


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences do, quotes and brackets left aside."""
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":", ";", ","))
