"""What search engines, social networks and messengers show of a page: taken out of its own <head>, cut where
they cut."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import html as lxml_html

from feedsvc.core.text import excerpt

# Characters, about: they measure pixels, each in its own way, and change it without notice.
SEARCH_TITLE, SEARCH_TEXT = 60, 155
SOCIAL_TITLE, SOCIAL_TEXT = 88, 110
CHAT_TITLE, CHAT_TEXT = 70, 170


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text as a program shows it; `cut` where it does not show all of it."""

    text: str
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one kind of program shows of a page. `crumbs` are the parts of its address."""

    kind: str
    title: Shown
    text: Shown
    host: str
    site_name: str
    crumbs: tuple[str, ...]
    picture: str
    picture_alt: str
    large: bool
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The <head> of a page: its title, its <meta> by name or property, and its NewsArticle."""

    title: str
    canonical: str
    meta: Mapping[str, str]
    article: Mapping[str, Any]


def head_of(page: bytes) -> Head:
    """What a page tells machines of itself."""
    tree = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    meta: dict[str, str] = {}
    for each in tree.iterfind("head/meta"):
        name = each.get("property") or each.get("name")
        if name:
            meta.setdefault(name, each.get("content", ""))
    data = tree.findtext("head/script[@type='application/ld+json']")
    canonical = tree.find("head/link[@rel='canonical']")
    return Head(
        title=tree.findtext("head/title") or "",
        canonical=canonical.get("href", "") if canonical is not None else "",
        meta=meta,
        article=json.loads(data) if data else {},
    )


def cards(head: Head) -> tuple[Card, ...]:
    """The page as a search engine, a social network and a messenger show it."""
    title = _og(head, "title")
    return (
        _card("search", head, title=head.title, longest=(SEARCH_TITLE, SEARCH_TEXT)),
        _card("social", head, title=title, longest=(SOCIAL_TITLE, SOCIAL_TEXT), large=_is_large(head)),
        _card("chat", head, title=title, longest=(CHAT_TITLE, CHAT_TEXT)),
    )


def _card(kind: str, head: Head, *, title: str, longest: tuple[int, int], large: bool = False) -> Card:
    text = head.meta.get("description", "") if kind == "search" else _og(head, "description")
    address = urlsplit(head.canonical)
    return Card(
        kind=kind,
        title=_shown(title, longest[0]),
        text=_shown(text, longest[1]),
        host=address.netloc,
        site_name=_og(head, "site_name"),
        crumbs=tuple(part for part in address.path.split("/") if part),
        picture=_og(head, "image"),
        picture_alt=_og(head, "image:alt"),
        large=large,
        published=str(head.article.get("datePublished", "")),
    )


def _is_large(head: Head) -> bool:
    return head.meta.get("twitter:card") == "summary_large_image" and bool(_og(head, "image"))


def _og(head: Head, name: str) -> str:
    return head.meta.get(f"og:{name}", "")


def _shown(text: str, longest: int) -> Shown:
    return Shown(text=excerpt(text, longest), cut=len(text) > longest)
