"""The settings as an administrator sees them: their values, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.settings_table import SETTINGS, Setting

_SECRETS = frozenset(each.name for each in fields(Settings) if not each.repr)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSetting:
    """A setting: `field` is its attribute, `value` in words, "" for a secret; `is_set` where it is not
    what it would be by itself."""

    name: str
    field: str
    value: str
    is_secret: bool
    is_set: bool
    default: str
    help: str


def shown_settings(
    settings: Settings, environ: Mapping[str, str], *, actor: Actor
) -> tuple[ShownSetting, ...]:
    """Every setting; the value of none that the repr keeps to itself. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    return tuple(_shown(each, settings, environ) for each in SETTINGS)


def _shown(setting: Setting, settings: Settings, environ: Mapping[str, str]) -> ShownSetting:
    value = getattr(settings, setting.field)
    is_secret = setting.field in _SECRETS
    return ShownSetting(
        name=setting.name,
        field=setting.field,
        value="" if is_secret else _in_words(value, setting.otherwise),
        is_secret=is_secret,
        is_set=bool(environ.get(setting.name, "").strip()) or not _is_by_itself(setting, settings, value),
        default=setting.default or setting.otherwise,
        help=setting.help,
    )


def _in_words(value: object, otherwise: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or otherwise
    if isinstance(value, bool):
        return "on" if value else "off"
    return otherwise if value is None else str(value)


def _is_by_itself(setting: Setting, settings: Settings, value: object) -> bool:
    # A database URL is never None: what it is by itself depends on another setting.
    if setting.field == "database_url":
        return value == f"sqlite:///{settings.data_dir}/feedsvc.db"
    return value == (setting.parse(setting.default) if setting.default else setting.absent)
