"""What a source gives as title, summary and body, made into a title, a plain summary and HTML."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from feedsvc.core.nesting import DEEPEST, is_nested_too_deep
from feedsvc.core.text import clean_html, excerpt, html_of_paragraphs, one_line, paragraphs, text_of_html
from feedsvc.core.validation import LONGEST

_ANYWHERE = "https://anywhere.invalid/"  # RFC 2606: a base for texts of which the words alone count
_TITLE_OF_TEXT = 100
_TITLE_SHOWN = 80
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_TAGS = "|".join(
    "a abbr b big br center code div em font h[1-6] i iframe img li p script small span strong style"
    " sub sup u ul".split()
)
_HTML_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[A-Za-z/!]")
# More than the emphasis and breaks of a plain paragraph: a body is lost without it.
_RICH = re.compile(r"<(?!/?(?:p|br|span|div|b|strong|i|em|u|small|abbr)\b)[a-z]")
# What WordPress puts below the summaries of its feeds.
_APPEARED_FIRST = re.compile(
    r"<p>\s*The post <a\s[^>]*>[^<]*</a> appeared first on <a\s[^>]*>[^<]*</a>\.?\s*</p>", re.IGNORECASE
)
# What stands at the end of a summary that was cut off.
_CUT_SIGNS = " .…[]()«»<>→–—-"
_CUT_WORDS = ("continue reading", "read more", "more", "подробнее", "читать далее", "далее")


class NotTaken(ValueError):
    """An item that cannot become an entry; its text is the reason, a clause for a person."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A text as a source gives it: HTML or plain, and what its relative addresses start from."""

    value: str
    is_html: bool = True
    base: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The summary, plain, and the body of an entry; `text` is all that they say."""

    summary: str
    content_html: str
    text: str


def title_of(title: Markup, *, words: Words) -> str:
    """The title as one plain line; where there is none, the beginning of the text. Raises NotTaken
    where there is neither, or more than an entry may have."""
    value = title.value
    _require_length("title", value, LONGEST["summary"])
    line = one_line(plain_text(value) if title.is_html else value)
    if _REFERENCE.search(line):
        line = one_line(html.unescape(line))  # escaped once too often
    if not line and not words.text:
        raise NotTaken("has neither a title nor a text")
    line = line or excerpt(words.text, _TITLE_OF_TEXT)
    _require_length("title", line, LONGEST["title"])
    return line


def title_markup(value: str, *, is_html: bool) -> Markup:
    """A title of a format that does not tell text from HTML: HTML where it has tags of HTML."""
    return Markup(value, is_html or _HTML_TAG.search(value) is not None)


def shown_title(value: str) -> str:
    """What is said of an item that is not taken: the beginning of its title, without tags."""
    return excerpt(html.unescape(_HTML_TAG.sub(" ", value[: _TITLE_SHOWN * 20])), _TITLE_SHOWN)


def plain_text(value: str) -> str:
    """The words of HTML. Raises NotTaken where it is nested too deep."""
    return text_of_html(_cleaned(value, ""))


def words_of(summary: Markup | None, bodies: Sequence[Markup]) -> Words:
    """Summary and body of an item: the body is the longest HTML, else the longest text. A summary
    that is rich in markup is the body where there is none; one that is the beginning of the body is
    left out. Raises NotTaken for what is too long, or nested too deep.
    """
    filled = [body for body in bodies if body.value.strip()]
    body = max(filled, key=lambda each: (each.is_html, len(each.value)), default=None)
    if body is not None and summary is not None and summary.value.strip() == body.value.strip():
        summary = None
    body_html, body_text = _html_and_text(body) if body else ("", "")
    summary_html, summary_text = _html_and_text(summary) if summary else ("", "")
    if not body_text and not _shows_something(body_html):
        if not _RICH.search(summary_html) and len(summary_text) <= LONGEST["summary"]:
            return Words(summary_text, "", summary_text)
        body_html, body_text, summary_text = summary_html, summary_text, ""
    if _is_beginning(summary_text, body_text) or len(summary_text) > LONGEST["summary"]:
        summary_text = ""
    return Words(summary_text, body_html, summary_text or body_text)


def _html_and_text(markup: Markup) -> tuple[str, str]:
    value = markup.value
    _require_length("text", value, LONGEST["content_html"])
    if not markup.is_html or not _ANY_TAG.search(value):
        # A feed that means HTML and writes a text: its line breaks are all the order it has.
        text = paragraphs(html.unescape(value) if markup.is_html else value)
        return html_of_paragraphs(text), text
    cleaned = _APPEARED_FIRST.sub("", _cleaned(value, markup.base)).strip()
    return cleaned, text_of_html(cleaned)


def _cleaned(value: str, base: str) -> str:
    if is_nested_too_deep(value):
        raise NotTaken(f"its HTML is nested deeper than {DEEPEST} elements")
    try:
        return clean_html(value, base=base or _ANYWHERE).replace(f'"{_ANYWHERE}', '"')
    except ValueError:  # a host that nh3 does not take
        return clean_html(value, base=_ANYWHERE).replace(f'"{_ANYWHERE}', '"')


def _shows_something(cleaned: str) -> bool:
    return "<img " in cleaned


def _is_beginning(summary: str, body: str) -> bool:
    beginning = _folded(summary).rstrip(_CUT_SIGNS)
    for words in _CUT_WORDS:
        beginning = beginning.removesuffix(words).rstrip(_CUT_SIGNS)
    return bool(summary) and _folded(body).startswith(beginning)


def _folded(text: str) -> str:
    return one_line(text).casefold()


def _require_length(what: str, value: str, most: int) -> None:
    if len(value) > most:
        raise NotTaken(f"its {what} has {len(value)} characters; at most {most} are allowed")
