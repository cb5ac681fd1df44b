"""HTML that is nested too deep is told before a parser works on it in quadratic time."""

import pytest

from feedsvc.core.nesting import DEEPEST, is_nested_too_deep
from feedsvc.core.text import clean_html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * (DEEPEST + 1),
        "<b>" * (DEEPEST + 1),
        "<i></p>" * (DEEPEST + 1),
        "<DIV class=x>" * (DEEPEST + 1),
        "<ul><li>" * (DEEPEST + 1),
        "<div><!--</div>-->" * (DEEPEST + 1),
        '<div><p title="</div>">' * (DEEPEST + 1),
        "<div><p title='</div>'>" * (DEEPEST + 1),
        "<div><textarea></div></textarea>" * (DEEPEST + 1),
        "<div><table><td></div></td></table>" * (DEEPEST + 1),
        "<svg><title>" + "<div>" * (DEEPEST + 1),
        "<b>" * 100 + "<p>x" * 60_000,
    ],
    ids=lambda html: html[:30],
)
def test_deep_html_is_told(html):
    assert is_nested_too_deep(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "words & <signs",
        "<div>" * DEEPEST + "x" + "</div>" * DEEPEST,
        "<p>one<p>two" * 5_000,
        "<li>one" * 5_000,
        "<br>" * 5_000,
        "<b><i>crossed</b></i>" * 5_000,
        "<p>x</p>" * 5_000,
        "<!-- " + "<div>" * 5_000 + " -->",
        "<script>" + "'<div>'" * 5_000 + "</script>",
        f'<p title="{"<div>" * 5_000}">x</p>',
    ],
    ids=lambda html: html[:30],
)
def test_long_and_flat_html_is_not_deep(html):
    assert not is_nested_too_deep(html)


@pytest.mark.parametrize("part", ["<", "<a ", '<a="', "<!--", "<script", "<a " + "= ", "</", "<div/"])
def test_signs_of_tags_that_are_none_are_read_once(part):
    assert isinstance(is_nested_too_deep(part * 100_000), bool)


def test_what_passes_is_cleaned_at_once():
    html = "<div>" * (DEEPEST - 1) + "<br>" * 8_000

    assert not is_nested_too_deep(html)
    assert clean_html(html, base="https://example.org/").count("<br>") == 8_000


def test_an_end_that_ends_nothing_leaves_what_is_open():
    assert not is_nested_too_deep("<b></i>" * DEEPEST)
    assert is_nested_too_deep("<b></i>" * (DEEPEST + 1))
