"""The few words that feedsvc itself puts into a feed, in the languages it has them in."""

from collections.abc import Mapping

FALLBACK_LANGUAGE = "en"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "news_of": "News: {names}", "all_news": "All news", "country": "Country", "photo": "Photo",
        "daily": "daily digest", "weekly": "weekly digest", "monthly": "monthly digest",
        "daily_of": "News of each day: {names}", "weekly_of": "News of each week: {names}",
        "monthly_of": "News of each month: {names}", "and_more": "More: {count}",
        "withdrawn": "Withdrawn", "erased": "Erased", "erased_reason": "It was removed for good.",
        "closing_title": "{name} is closing",
        "closing_on": "From {day} on, the feeds of {name} are not served any more.",
        "closing_others": "Its news goes on here:", "closing_none": "All our news is here:",
        "closing_feed": "feed", "closing_stays": "What was published here stays where it is:",
    },
    "ru": {
        "news_of": "Новости: {names}", "all_news": "Все новости", "country": "Страна", "photo": "Фото",
        "daily": "дайджест за день", "weekly": "дайджест за неделю", "monthly": "дайджест за месяц",
        "daily_of": "Новости за день: {names}", "weekly_of": "Новости за неделю: {names}",
        "monthly_of": "Новости за месяц: {names}", "and_more": "Ещё {count}",
        "withdrawn": "Отозвано", "erased": "Удалено", "erased_reason": "Запись удалена окончательно.",
        "closing_title": "{name}: закрытие",
        "closing_on": "С {day} ленты «{name}» больше не ведутся.",
        "closing_others": "Новости продолжаются здесь:", "closing_none": "Все наши новости здесь:",
        "closing_feed": "лента", "closing_stays": "Всё опубликованное остаётся на своём месте:",
    },
}  # fmt: skip

_OWN_NAMES: Mapping[str, str] = {
    "ar": "العربية", "az": "Azərbaycanca", "be": "Беларуская", "de": "Deutsch", "en": "English",
    "es": "Español", "fa": "فارسی", "fr": "Français", "he": "עברית", "hy": "Հայերեն", "it": "Italiano",
    "ja": "日本語", "ka": "ქართული", "kk": "Қазақша", "ko": "한국어", "mn": "Монгол", "pl": "Polski",
    "ps": "پښتو", "tr": "Türkçe", "ur": "اردو",
    "ky": "Кыргызча", "pt": "Português", "ro": "Română", "ru": "Русский", "tg": "Тоҷикӣ",
    "tk": "Türkmençe", "uk": "Українська", "uz": "Oʻzbekcha", "zh": "中文",
}  # fmt: skip

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "ug", "ur", "yi"})


def right_to_left_languages() -> list[str]:
    """The languages that are written from right to left, in order."""
    return sorted(_RIGHT_TO_LEFT)


def direction(language: str) -> str:
    """The direction of a language for HTML's `dir`."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def say(key: str, language: str, **values: str) -> str:
    """A phrase in a language, in English where there is none in it."""
    words = _WORDS.get(language, _WORDS[FALLBACK_LANGUAGE])
    return words[key].format(**values)


def count_of_news(count: int, language: str) -> str:
    """ "1 news item", "5 news items"; «21 новость», «2 новости», «5 новостей»."""
    if language != "ru":
        return f"{count} news item" if count == 1 else f"{count} news items"
    last, last_two = count % 10, count % 100
    if last == 1 and last_two != 11:
        return f"{count} новость"
    return f"{count} новости" if 2 <= last <= 4 and not 12 <= last_two <= 14 else f"{count} новостей"


def name_in(names: Mapping[str, str], *languages: str) -> str:
    """A name in the first language that it is known in; else in English, else the first that there is."""
    known = (names[each] for each in (*languages, FALLBACK_LANGUAGE) if names.get(each))
    return next(known, "") or next(iter(names.values()), "")


def language_name(language: str) -> str:
    """A language as it names itself; its tag in capitals where that is not known."""
    return _OWN_NAMES.get(language, language.upper())
