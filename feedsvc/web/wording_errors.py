"""What a page says when something is wrong: by status and language, a heading and what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple


class Said(NamedTuple):
    """The heading of an error page, and the sentence under it."""

    heading: str
    advice: str


ENGLISH: Mapping[int, Said] = {
    400: Said("This cannot be understood", "Something in the request is not as it should be."),
    401: Said("Sign in first", "This page is for those who work here."),
    403: Said("This is not allowed", "Your account may not do this, or the form is out of date."),
    404: Said(
        "Page not found",
        "There is nothing at this address. The catalogue of the site lists its pages and feeds.",
    ),
    405: Said(
        "Not in this way", "This method is not for this address; the header Allow names those that are."
    ),
    409: Said("This does not go together", "Something else stands against it."),
    410: Said("No longer here", "What was at this address was withdrawn."),
    412: Said("Changed in the meantime", "Somebody else changed this: load it anew."),
    413: Said("Too large", "The request is too large."),
    429: Said("Too many tries", "Please wait a while and try again."),
    500: Said(
        "Something went wrong",
        "Something went wrong on our side. It has been logged; please try again later.",
    ),
    502: Said(
        "No answer from elsewhere",
        "Another server that this needs did not answer as it should. Please try again later.",
    ),
    503: Said("Not just now", "The news cannot be read just now. Please try again in a minute."),
}
RUSSIAN: Mapping[int, Said] = {
    400: Said("Запрос не понят", "В запросе что-то указано неверно."),
    401: Said("Сначала войдите", "Эта страница для тех, кто здесь работает."),
    403: Said("Это не разрешено", "У вашей учётной записи нет на это права, или форма устарела."),
    404: Said(
        "Страница не найдена", "По этому адресу ничего нет. Все страницы и ленты перечислены на главной."
    ),
    405: Said("Так сюда обратиться нельзя", "Этот адрес не принимает такие запросы."),
    409: Said("Одно другому мешает", "Этому препятствует что-то ещё."),
    410: Said("Здесь этого больше нет", "То, что было по этому адресу, отозвано."),
    412: Said("Тем временем изменено", "Кто-то другой уже внёс изменения: загрузите страницу заново."),
    413: Said("Слишком много данных", "Запрос слишком велик."),
    429: Said("Слишком много попыток", "Подождите немного и попробуйте ещё раз."),
    500: Said("Что-то сломалось", "Ошибка на нашей стороне. Она записана; попробуйте ещё раз позже."),
    502: Said("Другой сервер не ответил", "Нужный для этого сервер не ответил как надо. Попробуйте позже."),
    503: Said("Сейчас не получается", "Прочесть новости сейчас нельзя. Попробуйте ещё раз через минуту."),
}
_WORDS: Mapping[str, Mapping[int, Said]] = {"en": ENGLISH, "ru": RUSSIAN}


def error_words(status: HTTPStatus, language: str) -> Said:
    """What a page in a language says of a status; of one without words its own, what the class says
    (RFC 9110, section 15)."""
    said = _WORDS[language]
    return said.get(status, said[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400])
