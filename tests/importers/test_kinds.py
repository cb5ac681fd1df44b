"""What kind of file one is, by its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.importers.kinds import kind_of

WXR = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('<?xml version="1.0"?><rss version="2.0"/>', "feed"),
        ('<rss version="2.0"/>', "feed"),
        ('\ufeff<?xml version="1.0"?>\n<!-- a -->\n<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
        (
            '<?xml version="1.0"?><?xml-stylesheet href="x"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"/>',
            "feed",
        ),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//" "http://x"><rss/>', "feed"),
        ('<!DOCTYPE rdf [<!ENTITY a "b">]><rdf:RDF/>', "feed"),
        ('<?xml version="1.0"?><other/>', "feed"),
        (f'<?xml version="1.0"?>\n<!-- WordPress -->\n{WXR}', "wordpress"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        ('{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "feed"),
        ('{"title": "An entry"}', "json"),
        ('{"title": "One"}\n{"title": "Two"}\n', "json"),
        ('[{"title": "One"}]', "json"),
        ("[]", "json"),
        ("title,published,summary\nOne,2024-05-06,x\n", "csv"),
        ('"Title";"Published"\n"One";"2024"\n', "csv"),
        ("office\tlanguage\ttitle\n", "csv"),
        ("sep=;\nHeadline;Image URL\n", "csv"),
        ("Заголовок;Дата;Описание\nОдин;;\n", "csv"),
        ("<!DOCTYPE html><html><body><ul>", "html"),
        ("<!doctype HTML>\n<title>x</title>", "html"),
        (
            '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml">',
            "html",
        ),
        ("<HTML><BODY>", "html"),
        ("<ul><li>One</li></ul>", "html"),
        ("<p>News of the river</p>", "html"),
        ("The Office has worked in Lima since 1970.\n\nNews\n\n1. A title\n\n12 June 2020\n", "page"),
        ("[Draft] News, title and date", "page"),
        ("{not JSON", "page"),
        ("News, the title page, of 2020", "page"),
        ("", "page"),
    ],
)
def test_the_kind_of_a_file_is_told(text, kind):
    assert kind_of(text.encode()) == kind


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_the_kind_of_a_file_in_two_bytes_is_told(encoding):
    assert kind_of('<?xml version="1.0"?><rss version="2.0"/>'.encode(encoding)) == "feed"


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data):
    assert kind_of(data) in {"feed", "wordpress", "json", "csv", "html", "page"}


@pytest.mark.parametrize("part", ["<", "<!", "<!--", "<?", "<!DOCTYPE [", "{", " "])
def test_a_long_beginning_is_read_once(part):
    assert kind_of(part.encode() * 1_000_000) in {"html", "page", "feed"}
