"""`/editor/statistics`: how many follow what, for all who are at work in an office."""

from flask import Blueprint, Response, request

from feedsvc.core.statistics_report import csv_text
from feedsvc.services.statistics import DEFAULT_DAYS, MOST_DAYS, Asked, lines, report
from feedsvc.web.editor.desk import page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.statistics_page import statistics_page
from feedsvc.web.room import reading, room

blueprint: Blueprint = part_of_newsroom("statistics")


@blueprint.get("/statistics")
def show() -> str:
    """Plots and tables, of all channels or of one."""
    here, asked = room(), _asked()
    with reading() as (reader, _):
        made = report(reader, here.settings, asked, actor=person(), now=here.clock())
    shown = statistics_page(made, asked.days, language=spoken(), time_zone=here.settings.time_zone)
    heading = say("statistics_of", title=made.title) if made.channel else say("statistics")
    return page("statistics.html", heading, section="statistics", page=shown)


@blueprint.get("/statistics.csv")
def table() -> Response:
    """The same, day by day, for spreadsheets."""
    here, asked = room(), _asked()
    with reading() as (reader, _):
        text = csv_text(lines(reader, here.settings, asked, actor=person(), now=here.clock()))
    # Spreadsheets take a table without the mark for one in the machine's own old code page.
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def _asked() -> Asked:
    """What a wrong number of days asks for is what no number does, as pages pass over what they do not
    know."""
    days = request.args.get("days", DEFAULT_DAYS, type=int)
    return Asked(
        channel=request.args.get("channel") or None,
        days=days if 1 <= days <= MOST_DAYS else DEFAULT_DAYS,
        language=spoken(),
    )
