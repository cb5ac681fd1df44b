"""The words of the newsroom: those that every part needs here, each part's own in a module beside it."""

from collections.abc import Mapping
from functools import cache

from feedsvc.web import wording
from feedsvc.web.editor import (
    wording_statistics,
    words_advice,
    words_after,
    words_bulk,
    words_conflict,
    words_form,
    words_history,
    words_list,
    words_preview,
)
from feedsvc.web.editor.administration import words as administration

_ENGLISH = {
    "newsroom": "Newsroom",
    "section_news": "News",
    "section_write": "Write",
    "section_statistics": "Statistics",
    "section_administration": "Administration",
    "to_the_site": "To the site",
    "account": "Your account",
    "save": "Save",
    "cancel": "Cancel",
}
_RUSSIAN = {
    "newsroom": "Редакция",
    "section_news": "Новости",
    "section_write": "Написать",
    "section_statistics": "Статистика",
    "section_administration": "Управление",
    "to_the_site": "На сайт",
    "account": "Ваша учётная запись",
    "save": "Сохранить",
    "cancel": "Отмена",
}
_PARTS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "en": (
        _ENGLISH,
        words_form.ENGLISH,
        words_conflict.ENGLISH,
        words_list.ENGLISH,
        words_after.ENGLISH,
        words_bulk.ENGLISH,
        words_history.ENGLISH,
        words_advice.ENGLISH,
        words_preview.ENGLISH,
        wording_statistics.ENGLISH,
        administration.ENGLISH,
    ),
    "ru": (
        _RUSSIAN,
        words_form.RUSSIAN,
        words_conflict.RUSSIAN,
        words_list.RUSSIAN,
        words_after.RUSSIAN,
        words_bulk.RUSSIAN,
        words_history.RUSSIAN,
        words_advice.RUSSIAN,
        words_preview.RUSSIAN,
        wording_statistics.RUSSIAN,
        administration.RUSSIAN,
    ),
}


@cache
def words(language: str) -> Mapping[str, str]:
    """Every phrase of the newsroom and of the pages, in a page's language."""
    found = dict(wording.words(language))
    for part in _PARTS[wording.page_language(language)]:
        found |= part
    return found
