"""In which script a text is written, and in which ones a language is."""

import unicodedata
from collections import Counter

_CYRILLIC, _LATIN = frozenset({"CYRILLIC"}), frozenset({"LATIN"})
_EITHER = _CYRILLIC | _LATIN
_OF_LANGUAGE = {
    **dict.fromkeys("be bg ky mk mn ru tg uk".split(), _CYRILLIC),
    **dict.fromkeys("az kk sr uz".split(), _EITHER),
    **dict.fromkeys(
        "cs da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl sq sv tk tr vi".split(), _LATIN
    ),
    **dict.fromkeys("ar fa ur".split(), frozenset({"ARABIC"})),
    "el": frozenset({"GREEK"}),
    "he": frozenset({"HEBREW"}),
    "hy": frozenset({"ARMENIAN"}),
    "ka": frozenset({"GEORGIAN"}),
    "zh": frozenset({"CJK"}),
}
_FEWEST = 10  # letters: below that a text can be a name or a formula
_MOST_READ = 2_000  # characters


def is_in_another_script(text: str, language: str) -> bool:
    """Whether most letters of a text are of a script in which its language is not written; False of a
    language that is not known here, and of a text of hardly any letters."""
    expected = _OF_LANGUAGE.get(language)
    scripts = Counter(unicodedata.name(each, "?").split()[0] for each in text[:_MOST_READ] if each.isalpha())
    total = scripts.total()
    if expected is None or total < _FEWEST:
        return False
    return sum(scripts[each] for each in expected) * 2 < total


def is_in_script_of(text: str, language: str) -> bool:
    """Whether the script of a language is known here, and most letters of a text are of it."""
    return language in _OF_LANGUAGE and not is_in_another_script(text, language)
