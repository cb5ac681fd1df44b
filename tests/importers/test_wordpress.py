"""WordPress exports: what the whole files in tests/data do not show."""

import pytest

from feedsvc.core.model import Image
from feedsvc.importers.wordpress_body import body_html
from tests.importers.feeds import only, read_export, rss

ROOT = 'xmlns:wp="http://wordpress.org/export/1.2/"'
PICTURES = {"9": Image(url="https://x.example/9.jpg", alt="Nine & more")}


def html(content: str) -> str:
    return body_html(content, picture=PICTURES.get)


def meta(key: str, value: str) -> str:
    """What a plugin or WordPress itself notes of an item."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


def post(inner: str = "", *, title: str = "A title", number: int = 1) -> str:
    own = f"<wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
    return f"<item><title>{title}</title>{own}{inner}</item>"


def export(items: str) -> str:
    return rss(items, root=ROOT)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("One\n\nTwo", "<p>One</p>\n\n<p>Two</p>"),
        ("One\r\nline", "<p>One<br>\nline</p>"),
        ("One\n \n\n\nTwo", "<p>One</p>\n\n<p>Two</p>"),
        ("<p>One</p>\n\n<p>Two</p>", "<p>One</p><p>Two</p>"),
        ("<h2>Head</h2>\nText", "<h2>Head</h2>\n<p>Text</p>"),
        ("<div>In\n\na div</div>", "<div>\n<p>In</p>\n\n<p>a div</p>\n</div>"),
        ("<ul>\n<li>One\ntwo</li>\n</ul>", "<ul>\n<li>One\ntwo</li>\n</ul>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<b>Bold</b> start", "<p><b>Bold</b> start</p>"),
        ("<!-- wp:paragraph -->\n<p>Block\nline</p>\n<!-- /wp:paragraph -->", "<p>Block\nline</p>"),
        ("a <hr> b", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("", ""),
    ],
)
def test_blank_lines_part_paragraphs_as_wordpress_shows_them(content, shown):
    assert html(content) == shown


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (
            '[caption width="1" caption="Old &amp; way"]<img src="a.png">[/caption]',
            '<figure><img src="a.png"><figcaption>Old &amp;amp; way</figcaption></figure>',
        ),
        (
            "[caption]<img src='a.png'> New way[/caption]",
            "<figure><img src='a.png'><figcaption>New way</figcaption></figure>",
        ),
        ("[caption]no picture[/caption]", "<figure>no picture</figure>"),
        (
            '[gallery ids="9, 10"]',
            '<figure><img src="https://x.example/9.jpg" alt="Nine &amp; more"></figure>',
        ),
        ("[gallery]", ""),
        ("[embed]https://v.example/1[/embed]", '<p><a href="https://v.example/1">https://v.example/1</a></p>'),
        (
            '[video mp4="https://v.example/1.mp4"][/video]',
            '<p><a href="https://v.example/1.mp4">https://v.example/1.mp4</a></p>',
        ),
        ("[audio]", ""),
        ('Before [button url="x"]press[/button] after', "<p>Before press after</p>"),
        ("[vc_row][vc_column]In[/vc_column][/vc_row]", "<p>In</p>"),
        ("Left alone: [sic] [1] [A note]", "<p>Left alone: [sic] [1] [A note]</p>"),
        ("[[gallery]]", "<p>[gallery]</p>"),
        ("[caption]never closed", "<p>never closed</p>"),
    ],
)  # fmt: skip
def test_shortcodes_are_resolved_or_removed(content, shown):
    assert html(content) == shown


@pytest.mark.parametrize(
    "part", ["[caption]", "[embed]", "[gallery ids='", "<pre>", "<div>", "[", "<script>", "[a b="]
)
def test_what_is_never_closed_is_read_once(part):
    assert isinstance(html(part * 20_000), str)


def test_a_post_without_a_status_or_type_is_published():
    assert only(read_export(export("<item><title>Old</title></item>"))).title == "Old"


def test_a_guid_that_is_missing_is_the_number_of_the_post():
    first, second = read_export(export(post(number=1) + post(number=2))).items

    assert first.draft.id != second.draft.id


def test_the_language_is_that_of_wpml_else_of_the_site():
    note = meta("_wpml_import_language_code", "ru")

    assert only(read_export(export(post(note)))).language == "ru"
    assert only(read_export(export("<language>ru-RU</language>" + post()))).language == "ru"


def test_a_date_of_zeros_is_none_and_the_sites_own_stands_in():
    zero = "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
    own = "<wp:post_date>2024-05-06 10:00:00</wp:post_date>"

    assert only(read_export(export(post(zero)))).published is None
    assert "no date" in read_export(export(post(zero))).remarks[0].text
    assert str(only(read_export(export(post(zero + own)))).published) == "2024-05-06 10:00:00+00:00"


def test_an_export_that_breaks_off_gives_the_whole_posts_and_says_where():
    whole = export(post() + post(number=2, title="Cut"))
    reading = read_export(whole[: whole.rindex("</item>")])

    assert [taken.draft.title for taken in reading.items] == ["A title"]
    assert [refusal.reason for refusal in reading.refused] == [
        "the file ends within this item: export it again"
    ]
    assert "no well-formed XML" in " ".join(remark.text for remark in reading.remarks)


def test_a_login_that_the_export_has_no_name_for_is_not_shown():
    name = "<wp:author_display_name>Ann Lee</wp:author_display_name>"
    author = f"<wp:author><wp:author_login>ann</wp:author_login>{name}</wp:author>"

    assert (
        only(read_export(export(author + post("<dc:creator>ann</dc:creator>")))).authors[0].name == "Ann Lee"
    )
    assert only(read_export(export(author + post("<dc:creator>admin</dc:creator>")))).authors == ()


def test_the_credit_of_a_featured_picture_is_found_in_what_wordpress_keeps_of_it():
    details = 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:6:"Jo Kim";}}'
    kept = meta("_wp_attachment_metadata", details)
    picture = (
        "<item><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://x.example/9.jpg</wp:attachment_url>{kept}</item>"
    )
    featured = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    )
    image = only(read_export(export(picture + post(featured)))).image

    assert image == Image(url="https://x.example/9.jpg", credit="Jo Kim", type="image/jpeg")
