"""A summary made of the first sentences of a text."""

import re

from feedsvc.core.text import excerpt, folded, text_of_html

LONGEST = 300
"""Characters of a summary that is made here; search engines and social networks show fewer."""

_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
# What stands before a stop is a word: one or two letters are an abbreviation ("Dr.", «г.»).
_SENTENCE_END = re.compile(
    r"(?:(?<=\w\w\w[.!?…])|(?<=\w\w\w[.!?…][»”\")])|(?<=\w\w[»”\")][.!?…]))\s+(?=[«“\"(]?[^\W\d_a-zа-яё])"
)


def summary_of(content_html: str, *, title: str = "") -> str:
    """The first sentences of clean HTML, whole ones as far as they fit into LONGEST; "" where there is no
    text. Pictures' captions and a paragraph that only says the title again are passed over."""
    text = text_of_html(_FIGURE.sub("", content_html))
    said = [part for part in text.split("\n\n") if part and folded(part) != folded(title)]
    return _fitting(_SENTENCE_END.split(said[0])) if said else ""


def _fitting(sentences: list[str]) -> str:
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) + 1 + len(sentence) > LONGEST:
            break
        taken = f"{taken} {sentence}"
    return excerpt(taken, LONGEST)
