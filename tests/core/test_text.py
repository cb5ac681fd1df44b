"""Text made safe and comparable."""

import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from feedsvc.core.text import (
    clean_html,
    excerpt,
    folded,
    html_of_paragraphs,
    mend_mixed_words,
    one_line,
    paragraphs,
    text_of_html,
    web_url_problem,
    without_marks,
    xml_safe,
)

BASE = "https://example.org/news/a"
HOSTILE = [
    "<script>alert(1)</script>",
    "<style>p{background:url(javascript:alert(1))}</style>",
    "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>t</a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src=//evil.example></iframe>",
    "<object data=x><embed src=x></object>",
    "<form action=//evil.example><input name=q><button formaction='javascript:alert(1)'>b</button></form>",
    "<base href='https://evil.example/'><a href=x>y</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<p onclick=alert(1) style='color:red' id=x class=y>x</p>",
    "<b>&#824; onmouseover=alert(1) x</b>",
    "<p>\u0338 onclick=alert(1) x=</p>",
    "<img/src=x/onerror=alert(1)>",
    "<img srcset='a 1x, b 2x' src=c.png>",
    "<img srcset='a 1x'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java&#1;script:alert(1)'>x</a>",
    "<a href='javascript\u00ad:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a><a href='file:///etc/passwd'>y</a><a href='blob:x'>z</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='mailto:a@example.org'><img src='tel:1'>",
    "<a href='//evil.example/x'>x</a>",
    "<a href='\\\\evil.example\\x'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='https:foo'>x</a><a href='http:/foo'>y</a><a href='http:///foo'>z</a>",
    "<a href='https:\\\\evil.example\\x'>x</a>",
    "<a href='h\nttps://example.org/'>x</a>",
    "<a href=' https://example.org/'>x</a>",
    "<a href='HTTPS://Пример.example/я б?в=г'>x</a>",
    "<a href='https://a..example/'>x</a><a href='https://ü..example/'>y</a>",
    "<a href='https://example.org/|^{}'>x</a><a href='/|^{}'>y</a>",
    "<a href='https://example.org/&#13;&#10;a\u202eb'>x</a>",
    "<a href='mailto:a b@example.org'>x</a>",
    "<a href=''>x</a><a href='#f'>y</a><a href='?q'>z</a><a href='../..'>w</a>",
    "<p>a</p>\r\n<pre>\n\nx\r</pre><pre>\u00ad\nx</pre><pre lang=en>\u202a\n\n</pre>",
    "<p title='a<b>c'>x</p><!-- c --><?php x ?><![CDATA[x]]><!DOCTYPE html>",
    "<plaintext>a<b>",
    "&#x1;&#xD800;&#xFFFF;&#128;&nbsp;&zwj;&#0;",
]
_SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
# Lone surrogates and control characters included: they are what is to be cleaned.
any_text = st.text(st.characters())
hostile_html = st.lists(
    st.sampled_from(HOSTILE) | any_text | st.sampled_from("<>&;=\"' \u0338\u00ad"), max_size=5
).map("".join)


def cleaned(source: str) -> str:
    return clean_html(source, base=BASE)


def stands_in_xml(text: str) -> bool:
    """Whether a text comes out of an XML document as it went in."""
    element = etree.Element("t")
    element.text = text
    return (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == text


@given(any_text)
def test_safe_text_stands_in_xml_and_stays(text):
    safe = xml_safe(text)
    assert xml_safe(safe) == safe
    assert stands_in_xml(safe)


@pytest.mark.parametrize(
    "char", ["\x00", "\x08", "\x1f", "\x7f", "\x9f", "\ud800", "\ufdd0", "\uffff", "\U0001fffe"]
)
def test_what_xml_forbids_or_discourages_goes(char):
    assert xml_safe(f"a{char}b") == "ab"


@pytest.mark.parametrize("char", ["\x85", "\x0b", "\x0c"])
def test_an_old_line_break_still_parts_words(char):
    assert one_line(f"two{char}words") == "two words"
    assert paragraphs(f"two{char}words") == "two words"
    assert xml_safe(f"a{char}b") == "a\nb"


@given(any_text)
def test_one_line_is_a_visible_line_and_stays(text):
    line = one_line(text)
    assert one_line(line) == line
    assert stands_in_xml(line)
    assert unicodedata.is_normalized("NFC", line)
    assert line == " ".join(line.split())


@given(
    any_text
    | st.lists(st.sampled_from(["a", " ", "\n", "\r\n", "\r", "\u00a0", "\u00ad", "\t"])).map("".join)
)
def test_paragraphs_are_lines_parted_by_one_empty_line_and_stay(text):
    made = paragraphs(text)
    assert paragraphs(made) == made
    assert stands_in_xml(made)
    assert made == "" or all(part and part == one_line(part) for part in made.split("\n\n"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Child\u00a0labour\tdown \n by 94 million ", "Child labour down by 94 million"),
        ("co\u00adoperation", "cooperation"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("gpj.\u202egpj", "gpj.gpj"),
        ("cafe\u0301", "café"),
        ("नेपाल\u200dक", "नेपाल\u200dक"),
    ],
)
def test_one_line_folds_spaces_and_drops_what_nobody_sees(text, line):
    assert one_line(text) == line


def test_lines_of_a_paragraph_are_joined_and_empty_lines_part_paragraphs():
    assert paragraphs("\n\nOne\r\ntwo\r\n \r\n\r\nthree\rfour\n\n") == "One two\n\nthree four"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("\u0421OVID-19", "COVID-19"),
        ("P\u0424", "\u0420\u0424"),
        ("M\u043eсква", "Москва"),
        ("COBET\u044b", "\u0421\u041e\u0412\u0415\u0422\u044b"),
        ("М\u0069нск", "Мінск"),
        ("\u0430nd и", "and и"),
    ],
)
def test_a_word_of_two_scripts_is_written_in_one(text, mended):
    assert mend_mixed_words(text) == mended


@pytest.mark.parametrize("text", ["SMSка", "ДНКaz", "Жlob"])
def test_a_word_that_neither_script_of_ours_can_spell_is_left_alone(text):
    assert mend_mixed_words(text) == text


latin_words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzéşğ -0123456789.", max_size=30)
cyrillic_words = st.text(
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяіј -0123456789«»", max_size=30
)


@given(latin_words | cyrillic_words)
def test_words_of_one_script_are_left_alone(text):
    assert mend_mixed_words(text) == text


@given(st.text("АВСаесHBMoабвг ", max_size=20))
def test_a_mended_text_stays(text):
    once = mend_mixed_words(text)
    assert mend_mixed_words(once) == once
    assert len(once) == len(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Chișinău", "Chisinau"),
        ("Ёлка ё", "Елка е"),
        ("Йошкар-Ола, май", "Йошкар-Ола, май"),
        ("ма\u0438\u0306", "май"),
        ("\u0418\u0306", "Й"),
        ("Türkiye", "Turkiye"),
    ],
)
def test_marks_go_and_the_short_i_stays(text, bare):
    assert without_marks(text) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Child labour", "CHILD  LABOUR "),
        ("Chișinău hosts", "Chisinau hosts"),
        ("Chis\u0326ina\u0306u", "Chişinău"),
        ("“Decent work”", '"Decent work"'),
        ("«Достойный труд»", "„Достойный труд“"),
        ("ILO – UNICEF", "ILO - UNICEF"),
        ("work\u2011place", "work-place"),
        ("There is no excuse.", "There is no excuse"),
        ("Wait...", "Wait"),
        ("\u0421OVID-19", "COVID-19"),
        ("Ёлка", "елка"),
        ("\u0401lka", "\u00cblka"),
        ("ма\u0438\u0306", "МАЙ"),
        ("workers’ rights", "workers' rights"),
        ("co\u00adoperation", "cooperation"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
    ],
)
def test_two_spellings_of_one_title_fold_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("май", "маи"), ("Part 1", "Part 2"), ("work place", "workplace"), ("No!", "No?"), ("рак", "pack")],
)
def test_two_titles_do_not_fold_alike(one, other):
    assert folded(one) != folded(other)


@given(st.text("AaÉéёЁйЙи\u0306\u0301 .–-«»\"'Сcсхx\u00ad\u00a0\n", max_size=20))
def test_a_folded_text_folds_to_itself(text):
    assert folded(folded(text)) == folded(text)


def faults_of(html: str) -> list[str]:
    """What must not stand in cleaned HTML, read as another parser reads it."""
    if not html.strip():
        return []
    found = []
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        if (
            not isinstance(element.tag, str)
            or not element.tag.isalnum()
            or element.tag in {"script", "style", "svg"}
        ):
            found.append(f"element {element.tag}")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcset", "id", "class", "action"}:
                found.append(f"attribute {name}")
            if name in {"href", "src"} and not _is_absolute(value):
                found.append(f"URL {value!r}")
        if element.tag == "img" and not element.get("src", "").startswith(("http://", "https://")):
            found.append("img without a picture")
    return found


def _is_absolute(url: str) -> bool:
    parts = urlsplit(url)
    printable = url.isascii() and url.isprintable() and " " not in url
    return printable and parts.scheme in _SAFE_SCHEMES and bool(parts.hostname or parts.path)


@pytest.mark.parametrize("source", HOSTILE)
def test_no_hostile_html_leaves_active_content_or_a_relative_url(source):
    clean = cleaned(source)
    assert faults_of(clean) == []
    assert cleaned(clean) == clean
    assert stands_in_xml(clean)


@example("<b>&#824; onmouseover=alert(1) x</b>")
@example("<pre>\u00ad\n\nx</pre>")
@given(hostile_html)
def test_cleaned_html_is_harmless_and_stays(source):
    clean = cleaned(source)
    assert faults_of(clean) == []
    assert cleaned(clean) == clean
    assert stands_in_xml(clean)


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("<p>Plain <b>bold</b></p>", "<p>Plain <b>bold</b></p>"),
        ("bare & text", "bare &amp; text"),
        ("<h1>Title</h1>", "Title"),
        ('<a href="b?x=1&amp;y=2">l</a>', '<a href="https://example.org/news/b?x=1&amp;y=2">l</a>'),
        ('<a href="//other.example/x">l</a>', '<a href="https://other.example/x">l</a>'),
        ('<a href="HTTP://Example.org/A">l</a>', '<a href="http://Example.org/A">l</a>'),
        (
            '<a href="https://пример.example/я б">l</a>',
            '<a href="https://xn--e1afmkfd.example/%D1%8F%20%D0%B1">l</a>',
        ),
        ('<a href="https:foo">l</a>', "<a>l</a>"),
        ('<a href="https://ü..example/">l</a>', "<a>l</a>"),
        ('<a href="mailto:a@example.org">l</a>', '<a href="mailto:a@example.org">l</a>'),
        ('<img src="/p/a.png" alt="A" onerror="x">', '<img src="https://example.org/p/a.png" alt="A">'),
        ('x<img src="data:image/png;base64,AAAA" alt="A">y', "xy"),
        ('x<img alt="a &gt; src=b">y', "xy"),
        ("<p>cafe\u0301</p>", "<p>café</p>"),
        ("<p>co&shy;op</p>", "<p>coop</p>"),
        ("<p>&#824;x</p>", "<p>\u0338x</p>"),
        ("a\r\nb&#13;c", "a\nb\nc"),
        ("<pre>\n\n x\n y</pre>", "<pre> x\n y</pre>"),
        ("  \n", ""),
    ],
)
def test_html_is_cleaned(source, clean):
    assert cleaned(source) == clean


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        (" \n", ""),
        ("bare", "bare"),
        ("<p>One</p><p>two <b>bold</b></p>", "One\n\ntwo bold"),
        ("<div>intro<p>para</p>outro</div>", "intro\n\npara\n\noutro"),
        ("<ul><li>one<ul><li>two</li></ul></li></ul>", "one\n\ntwo"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a\n\nb"),
        ("line<br>break<hr>rule", "line\n\nbreak\n\nrule"),
        (
            "<figure><img src='https://example.org/a'><figcaption>© A</figcaption></figure><p>b</p>",
            "© A\n\nb",
        ),
        ("a&nbsp;&lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<p>co<b>op</b></p>", "coop"),
        ("<div>" * 1000 + "deep" + "</div>" * 1000, "deep"),
    ],
)
def test_the_words_of_html_are_kept_apart_by_its_blocks(html, text):
    assert text_of_html(html) == text


@given(any_text.map(paragraphs))
def test_paragraphs_made_html_read_as_they_were(text):
    assert text_of_html(html_of_paragraphs(text)) == text


def test_paragraphs_become_html():
    assert html_of_paragraphs('A < B & "C"\n\nD') == '<p>A &lt; B &amp; "C"</p>\n<p>D</p>'
    assert html_of_paragraphs("") == ""


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("aa bb", 5, "aa bb"),
        ("aa bb cc", 6, "aa bb…"),
        ("aa bb cc", 7, "aa bb…"),
        ("aa, bb", 4, "aa…"),
        ("aaaaaa", 4, "aaa…"),
        ("aa\n\nbb", 5, "aa bb"),
    ],
)
def test_an_excerpt_ends_after_a_word(text, limit, cut):
    assert excerpt(text, limit) == cut


@given(any_text, st.integers(1, 40))
def test_an_excerpt_is_no_longer_than_asked(text, limit):
    assert len(excerpt(text, limit)) <= limit


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "http://[::1]/",
        "https://example.org/%D1%8F",
    ],
)
def test_a_web_url_is_taken(url):
    assert web_url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "http://"),
        ("example.org", "http://"),
        ("//example.org/x", "http://"),
        ("/x", "http://"),
        ("ftp://example.org/", "http://"),
        ("javascript:alert(1)", "http://"),
        ("mailto:a@example.org", "http://"),
        ("https://", "http://"),
        ("https:///x", "http://"),
        ("https://:80/", "http://"),
        ("https://example.org:0/", "http://"),
        ("https://example.org:99999/", "no URL"),
        ("https://example.org:x/", "no URL"),
        ("https://[example.org/", "no URL"),
        ("https://пример.example/", "ASCII"),
        ("https://example.org/a b", "ASCII"),
        ("https://example.org/\t", "ASCII"),
        ("https://example.org/\x00", "ASCII"),
        ("https://example.org/\x7f", "ASCII"),
        ("https://example.org/<b>", "ASCII"),
        ("https://example.org\\x", "ASCII"),
    ],
)
def test_what_is_no_web_url_is_refused_with_the_reason(url, words):
    assert words in (web_url_problem(url) or "")
