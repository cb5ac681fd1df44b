"""The text of a WordPress post as HTML: its shortcodes and the paragraphs that it has no tags for."""

import re
from collections.abc import Callable, Iterator
from html import escape

from feedsvc.core.model import Image
from feedsvc.core.nesting import is_nested_too_deep

FindPicture = Callable[[str], Image | None]

_BLOCKS = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_BLOCK_TAG = re.compile(rf"(</?(?:{_BLOCKS})\b[^>]*>)", re.IGNORECASE)
_BLOCK_NAME = re.compile(r"<(/?)([a-z0-9]+)", re.IGNORECASE)
_PREFORMATTED = re.compile(r"(<pre\b.*?(?:</pre\s*>|\Z))", re.IGNORECASE | re.DOTALL)
# Text that stands in none of these is a paragraph.
_HAVE_PARAGRAPHS = frozenset(
    "address article aside blockquote details div footer header main section".split()
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_MADE_OF_BLOCKS = "<!-- wp:"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NO_TEXT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ADDRESS_ALONE = re.compile(r"^[^\S\n]*(https?://[^\s<>\"]+)[^\S\n]*$", re.MULTILINE)

# Each ends before another of its kind begins, so that what is never closed is read once.
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b([^\]]*)\]((?:(?!\[(?:wp_)?caption\b).)*?)\[/(?:wp_)?caption\]", re.DOTALL
)
_EMBED = re.compile(r"\[embed\b[^\]]*\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]")
_SHORTCODE = re.compile(
    r"\[(?P<escaped>\[)?(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^\[\]<>]*)?)\]\]?"
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_CAPTIONED = re.compile(r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_MEDIA = frozenset({"audio", "video"})
_SOURCES = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav")
_REMOVED = frozenset({"gallery", "playlist", "audio", "video", "embed", "caption", "contact-form-7", "more"})


def body_html(content: str, *, picture: FindPicture) -> str:
    """The HTML that WordPress would show for `content`. `picture` finds an attachment by its number.

    Captions and galleries become figures, embedded things links; other shortcodes go and leave what
    stands between them. The HTML is as safe as the content was.
    """
    if is_nested_too_deep(content):
        return content  # refused by whoever cleans it
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    is_made_of_blocks = _MADE_OF_BLOCKS in text
    text = _NO_TEXT.sub("", _COMMENT.sub("", text))
    text = _ADDRESS_ALONE.sub(lambda match: _link(match[1]), text)
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(lambda match: _link(match[1]), text)
    text = _without_shortcodes(text, picture)
    return (text if is_made_of_blocks else _with_paragraphs(text)).strip()


def _link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(text)
    return {match[1].lower(): next(filter(None, match.groups()[1:]), "") for match in found}


def _figure(match: re.Match[str]) -> str:
    inner = _CAPTIONED.fullmatch(match[2])
    shown, caption = (inner[1], inner[2]) if inner else (match[2], "")
    caption = caption.strip() or escape(_attributes(match[1]).get("caption", ""), quote=False)
    return f"<figure>{shown.strip()}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _without_shortcodes(text: str, picture: FindPicture) -> str:
    closed = {match["name"] for match in _SHORTCODE.finditer(text) if match["end"]}

    def replaced(match: re.Match[str]) -> str:
        name, attributes = match["name"], _attributes(match["attributes"])
        if match["escaped"]:
            return match.group()[1:-1]
        if name == "gallery" and not match["end"]:
            return "\n\n".join(_gallery(attributes, picture))
        if name in _MEDIA and not match["end"]:
            return next((_link(attributes[key]) for key in _SOURCES if attributes.get(key)), "")
        # "[sic]" and "[1]" are words of the text.
        is_shortcode = name in closed or name in _REMOVED or attributes or "_" in name
        return "" if is_shortcode else match.group()

    return _SHORTCODE.sub(replaced, text)


def _gallery(attributes: dict[str, str], picture: FindPicture) -> Iterator[str]:
    for number in (attributes.get("ids") or attributes.get("include") or "").split(","):
        image = picture(number.strip())
        if image is not None and image.url:
            yield f'<figure><img src="{escape(image.url)}" alt="{escape(image.alt)}"></figure>'


def _with_paragraphs(text: str) -> str:
    parts = _PREFORMATTED.split(text)
    parts[::2] = (_paragraphs_of(part) for part in parts[::2])
    return "\n".join(part for part in parts if part.strip())


def _paragraphs_of(text: str) -> str:
    """Blank lines part paragraphs and single ones break lines, outside of the blocks' own tags."""
    within: list[str] = []
    out: list[str] = []
    for number, part in enumerate(_BLOCK_TAG.split(text)):
        if number % 2:
            out.append(part)
            _step(within, part)
        elif not within or within[-1] in _HAVE_PARAGRAPHS:
            out += [f"\n<p>{_broken(each)}</p>\n" for each in _BLANK_LINE.split(part) if each.strip()]
        else:
            out.append(part)
    return "".join(out)


def _step(within: list[str], tag: str) -> None:
    match = _BLOCK_NAME.match(tag)
    name = match[2].lower() if match else ""
    if not match or name == "hr":
        return
    if not match[1]:
        within.append(name)
    elif name in within:
        del within[len(within) - 1 - within[::-1].index(name) :]


def _broken(paragraph: str) -> str:
    return re.sub(r"[^\S\n]*\n[^\S\n]*", "<br>\n", paragraph.strip())
