"""Whether HTML is nested so deep that to parse it would take quadratic time."""

import re

DEEPEST = 500
# Elements that parsers close by themselves, or that have no end; what stands in them counts.
_NEVER_DEEP = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup rb rt rp"
    " html head body".split()
)
_FORMATTING = frozenset(
    "a b big code em font i nobr s small strike strong tt u span abbr sub sup mark".split()
)
_FOREIGN = frozenset({"svg", "math"})
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript"
# A comment; an element whose content is no markup; a tag with its attributes, whose values may hold
# signs of tags. Possessive, and what is not closed ends with the text: so the work is linear.
_TOKEN = re.compile(
    rf"""<!--(?>.*?(?:-->|\Z))|<(?P<raw>{_RAW})(?=[\s/>])(?>.*?(?:</(?P=raw)(?=[\s/>])|\Z))"""
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[^=>]|=\s*+(?>"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?=.|\Z)))*+""",
    re.IGNORECASE | re.DOTALL,
)
_MOST_OPENINGS = 5_000_000


def is_nested_too_deep(html: str) -> bool:
    """Whether HTML has more than 500 elements within one another, or so many formats left open that
    parsers, which open them again in each paragraph, would multiply it.

    The work of HTML parsers grows with the number of elements times their depth. Elements that are
    not closed in their order count as open, so that nothing deep passes for flat.
    """
    stack: list[str] = []
    openings = 0
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if token["raw"] and _FOREIGN.intersection(stack) and token.group().count("<") > DEEPEST:
            return True  # within SVG and MathML their content is markup
        if not name or name in _NEVER_DEEP:
            openings += len(stack)
        elif token["end"]:
            _close(stack, name)
        else:
            stack.append(name)
            openings += len(stack)
        if len(stack) > DEEPEST or openings > _MOST_OPENINGS:
            return True
    return False


def _close(stack: list[str], name: str) -> None:
    """Formats may be closed out of their order, as in <b><i></b></i>; whatever else may not."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == name:
            del stack[place]
            return
        if stack[place] not in _FORMATTING:
            return
