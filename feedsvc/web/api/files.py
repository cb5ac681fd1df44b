"""/imports and /pictures: files sent to the site."""

from typing import Annotated

import msgspec

from feedsvc.services.idempotency import once_in_parts
from feedsvc.services.import_report import LARGEST, ImportFile, report_record
from feedsvc.services.importing import import_files
from feedsvc.services.pictures import keep_picture
from feedsvc.web.api.operations import FORM, MEGABYTE, Answer, Call, operation
from feedsvc.web.api.running import done, done_answer
from feedsvc.web.api.shapes import files as shapes
from feedsvc.web.api.shapes import kinds
from feedsvc.web.api.shapes.entries import Image
from feedsvc.web.room import room

_TAG = "Files"
_LONGEST_NAME = 200
_LARGEST_IMPORT = 3 * LARGEST  # of all the files together
_AROUND = 64 * 1024  # bytes of a form besides its file


class ImportQuery(msgspec.Struct):
    """How the files are to be understood: the office and language of those that do not tell theirs."""

    office: kinds.Slug | None = None
    language: kinds.Language | None = None
    format: shapes.Format = "auto"
    dry_run: Annotated[bool, msgspec.Meta(description="Tell what would be done.")] = False


@operation(
    "POST",
    "/imports",
    tag=_TAG,
    query=ImportQuery,
    body=shapes.ImportForm,
    media=(FORM,),
    answer=shapes.ImportReport,
    keyed=True,
    largest=lambda _: _LARGEST_IMPORT,
)
def create_import(call: Call) -> Answer:
    """Imports files: pages, feeds, tables. What cannot be taken is reported, and the rest is stored.

    Each file is a part named `file`. The same files again change nothing.
    """
    here, query = room(), call.query
    here.note_settings()
    files = [ImportFile(name=name[:_LONGEST_NAME], data=data) for name, data in call.files]

    def run() -> Answer:
        report = import_files(
            here.store,
            here.settings,
            files,
            now=here.clock(),
            actor=call.actor,
            office=query.office,
            language=query.language,
            format=query.format,
            dry_run=query.dry_run,
        )
        return Answer(value=report_record(report))

    kept = once_in_parts(here.store, call.key, lambda: done(run()), now=here.clock())
    return done_answer(kept)


@operation(
    "POST",
    "/pictures",
    tag=_TAG,
    body=shapes.PictureForm,
    media=(FORM,),
    answer=Image,
    status=201,
    keyed=True,
    largest=lambda settings: settings.picture_mb * MEGABYTE + _AROUND,
)
def create_picture(call: Call) -> Answer:
    """Keeps a picture, without its metadata and in smaller sizes too; what it gives is an entry's `image`.

    `office` is the office whose author brings it; left out, it is the site's, for administrators.
    """
    here, given = room(), call.body
    [(_, data)] = call.files

    def run() -> Answer:
        image = keep_picture(
            here.store,
            here.settings,
            data,
            alt=given.alt,
            credit=given.credit,
            office=given.office,
            actor=call.actor,
            now=here.clock(),
        )
        url = f"{here.settings.base_url}{image.url}"
        record = {**msgspec.structs.asdict(Image(**msgspec.to_builtins(image))), "url": url}
        return Answer(value=record, status=201, location=url)

    kept = once_in_parts(here.store, call.key, lambda: done(run()), now=here.clock())
    return done_answer(kept)
