"""What the frames of a preview hold: the real outputs, each of an address of its own.

Even a body that got past the cleaning could do nothing here: each answer is a document of an origin
of its own (CSP 3, sandbox) without scripts. The partner's page alone needs the element's script; it
bears no text of the entry but what that script puts there, as text.
"""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask import Response, current_app, render_template, request
from markupsafe import Markup

from feedsvc.core import newsroom_urls, urls
from feedsvc.core.errors import NotFound
from feedsvc.core.model import ChannelAddress, Format
from feedsvc.render import CONTENT_TYPES
from feedsvc.services import previewing
from feedsvc.services.previewing import Preview
from feedsvc.web import page_views
from feedsvc.web.addresses import site_path
from feedsvc.web.editor.desk import part_of_newsroom, spoken
from feedsvc.web.editor.preview.as_readers import ReaderFeed, read_back
from feedsvc.web.editor.preview.subjects import PREVIEW, format_asked, path_of, shown, zone_of
from feedsvc.web.embeds import script_for_newsroom
from feedsvc.web.feed_views import Shelf
from feedsvc.web.headers import PAGE_POLICY
from feedsvc.web.room import room
from feedsvc.web.wording import page_language

blueprint = part_of_newsroom("preview_frames")

_SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
_NOTHING_RUNS = (
    "default-src 'none'; img-src 'self' https: http: data:; form-action 'none'; base-uri 'none'; "
    f"frame-ancestors 'self'; {_SANDBOX}"
)
_READER_POLICY = f"{_NOTHING_RUNS}; style-src 'self'"
# Mail programs leave the styles of elements in force.
_MAIL_POLICY = f"{_NOTHING_RUNS}; style-src-attr 'unsafe-inline'"
_PAGE_POLICY = "; ".join(
    (
        PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'").replace(
            "form-action 'self'", "form-action 'none'"
        ),
        _SANDBOX,
    )
)
_EMBED_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' https: http: data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


@blueprint.get(f"{PREVIEW}/reader")
def reader(kind: str, uuid: str) -> Response:
    """The entry as a reader program opens it."""
    seen = shown(kind, uuid)
    item = as_reader(seen, format_asked()).item(seen.entry.id)
    # Cleaned when it was written, and by feedparser again.
    page = render_template("editor/preview-reader.html", item=item, body=Markup(item.body))  # noqa: S704  as above
    return _framed(page, _READER_POLICY)


@blueprint.get(f"{PREVIEW}/mail")
def mail(kind: str, uuid: str) -> Response:
    """The HTML of the digest's mail."""
    part = mail_of(shown(kind, uuid)).get_body(("html",))
    assert part is not None  # noqa: S101  for the type checker: mail_of made it
    return _framed(_opening_beside(part.get_content()), _MAIL_POLICY)


@blueprint.get(f"{PREVIEW}/page")
def page(kind: str, uuid: str) -> Response:
    """The entry's page as a visitor gets it who speaks the entry's language."""
    return _framed(_opening_beside(page_of(shown(kind, uuid))), _PAGE_POLICY)


@blueprint.get(f"{PREVIEW}/embed")
def embed(kind: str, uuid: str) -> Response:
    """A partner's page with the element in it."""
    seen = shown(kind, uuid)
    here = path_of(kind, uuid)
    html = render_template(
        "editor/preview-embed.html",
        script=newsroom_urls.preview_part_path(here, "embed.js"),
        channel=urls.channel_path(ChannelAddress(office=seen.entry.office)),
        language=page_language(seen.entry.language),
    )
    return _framed(html, _EMBED_POLICY)


@blueprint.get(f"{PREVIEW}/embed.js")
def embed_script(kind: str, uuid: str) -> Response:
    """The element's script, which asks for the feed of the preview in place of the public one."""
    shown(kind, uuid)  # for who may see it alone, as all that belongs to it
    # Without a host: the newsroom may be open at another address of the same server.
    body = script_for_newsroom(site_path(room().settings.base_url, path_of(kind, uuid)))
    response = Response(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@blueprint.get(f"{PREVIEW}/feeds/<path:channel>")
def embed_feed(kind: str, uuid: str, channel: str) -> Response:
    """The feed that the element asks for: that of the entry's office, as it would begin."""
    seen = shown(kind, uuid)
    if f"/feeds/{channel}" != urls.feed_path(ChannelAddress(office=seen.entry.office), Format.JSON):
        raise NotFound("A preview has no feed but that of the entry's office.")
    body = previewing.feed_of(seen, Format.JSON, summary_only=request.args.get("content") == "summary")
    response = Response(body, content_type=CONTENT_TYPES[Format.JSON])
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def as_reader(seen: Preview, fmt: Format) -> ReaderFeed:
    """The feed of the entry's office as a reader program takes it."""
    feed = previewing.feed_of(seen, fmt)
    return read_back(feed, CONTENT_TYPES[fmt], time_zone=zone_of(seen), language=spoken())


def mail_of(seen: Preview) -> EmailMessage:
    """The digest's mail, as a mail program reads it from the bytes that are sent."""
    sent = previewing.mail_with(seen, room().settings).as_bytes()
    return message_from_bytes(sent, policy=default)


def page_of(seen: Preview) -> str:
    """The entry's page, made as for a visitor: at its own address, without anybody's session."""
    language = page_language(seen.entry.language)
    shelf = Shelf(seen.site, seen.everything, seen.offices, seen.topics, language)
    found = page_views.entry_page(shelf, seen.entry, seen.channel)
    path = urls.entry_path(seen.entry.uuid, seen.entry.title)
    with current_app.test_request_context(path, base_url=room().settings.base_url):
        return render_template("entry.html", page=found, frame=found.frame)


def _opening_beside(html: str) -> str:
    """The page with links that open beside the newsroom: in the frame they would lead nowhere."""
    return html.replace("<head>\n", '<head>\n<base target="_blank">\n', 1)


def _framed(html: str, policy: str) -> Response:
    headers = {"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(html, content_type="text/html; charset=utf-8", headers=headers)
