"""The only place where a path of the newsroom is spelt."""

from collections.abc import Iterable
from urllib.parse import urlencode

EDITOR = "/editor"
NEW_ENTRY = f"{EDITOR}/new"
ADMINISTRATION = f"{EDITOR}/administration"
STATISTICS = f"{EDITOR}/statistics"
PASTED = f"{EDITOR}/pasted"
TOKEN = f"{EDITOR}/token"
BULK = f"{EDITOR}/bulk"
ACCOUNT = f"{EDITOR}/account"
UNSAVED = f"{EDITOR}/unsaved"
ADVISED = f"{EDITOR}/advised"
OFFICES = f"{ADMINISTRATION}/offices"
TOPICS = f"{ADMINISTRATION}/topics"
PEOPLE = f"{ADMINISTRATION}/people"
TOKENS = f"{ADMINISTRATION}/tokens"
SOURCES = f"{ADMINISTRATION}/sources"
IMPORTS = f"{ADMINISTRATION}/imports"
LOG = f"{ADMINISTRATION}/log"
SITE = f"{ADMINISTRATION}/site"


def statistics_path(channel: str | None, days: int, *, csv: bool = False) -> str:
    """The statistics of the last days, of one channel or of all, as a page or as a table."""
    asked = {"channel": channel, "days": str(days)} if channel else {"days": str(days)}
    return f"{STATISTICS}{'.csv' if csv else ''}?{urlencode(asked, safe='/')}"


def edit_path(uuid: str) -> str:
    """The form of an entry."""
    return f"{EDITOR}/entries/{uuid}"


def work_path(copy: str) -> str:
    """The form of what somebody has typed and not yet saved, by the uuid of the working copy."""
    return f"{EDITOR}/work/{copy}"


def throwing_path(copy: str) -> str:
    """The page that asks whether what somebody has typed is to be thrown away."""
    return f"{UNSAVED}/{copy}"


def preview_path(copy: str) -> str:
    """What readers would see of a working copy."""
    return f"{work_path(copy)}/preview"


def entry_preview_path(uuid: str) -> str:
    """What readers get, or would get, of a stored entry."""
    return f"{edit_path(uuid)}/preview"


def preview_part_path(preview: str, part: str, **asked: str) -> str:
    """A real output that a preview shows in a frame, or its source; `preview` is the preview's path."""
    return f"{preview}/{part}?{urlencode(asked)}" if asked else f"{preview}/{part}"


def preview_tab_path(preview: str, show: str, **asked: str) -> str:
    """A preview at one of its outputs."""
    return f"{preview}?{urlencode({'show': show, **asked})}"


def mending_path(copy: str) -> str:
    """Where one click mends what is said of a working copy."""
    return f"{work_path(copy)}/mend"


def history_path(uuid: str) -> str:
    """The versions of an entry, what each changed, and the way back to one."""
    return f"{edit_path(uuid)}/history"


def standing_path(uuid: str) -> str:
    """Where an entry stands now: its feeds, its readers, and what may be done with it."""
    return f"{edit_path(uuid)}/standing"


def administration_path(of: str, which: str, step: str = "edit") -> str:
    """What may be done with one thing of a list of the administration: `of` is the list, `which` the
    slug or uuid."""
    return f"{of}/{which}/{step}"


def adding_path(of: str) -> str:
    """The form by which a list of the administration gets something new."""
    return f"{of}/add"


def import_path(tray: str) -> str:
    """What is to become of files that were sent to be imported."""
    return f"{IMPORTS}/{tray}"


def revoking_path(token: str) -> str:
    """The page that asks whether a token is to be revoked, by its uuid."""
    return f"{ACCOUNT}/tokens/{token}/revoke"


def step_path(uuid: str, step: str) -> str:
    """Where something is asked and done with an entry: `withdraw`, `restore`, `unschedule`, `delete`,
    `erase`, `copy`."""
    return f"{edit_path(uuid)}/{step}"


def version_path(uuid: str, number: int) -> str:
    """What it would mean to go back to a version of an entry."""
    return f"{history_path(uuid)}/{number}"


def translations_path(uuid: str) -> str:
    """An entry beside its translations."""
    return f"{edit_path(uuid)}/translations"


def translate_path(uuid: str, language: str) -> str:
    """The form of a translation that is to be written, with the facts of the entry `uuid` carried over."""
    return f"{NEW_ENTRY}?{urlencode({'translates': uuid, 'language': language})}"


def report_path(action: str, uuids: Iterable[str], back: str) -> str:
    """What was done to many entries at once; `back` is the list that they were chosen from."""
    asked = [("action", action), *(("entry", uuid) for uuid in uuids), ("back", back)]
    return f"{BULK}/report?{urlencode(asked)}"


def list_path(**narrowed: str) -> str:
    """The list of entries: by `q`, `office`, `country`, `language`, `status`, `mine`, `after`."""
    asked = {name: value for name, value in narrowed.items() if value}
    return f"{EDITOR}?{urlencode(asked)}" if asked else EDITOR
