"""What may import what (house.md, "Arrows"), what the pure rooms may not call, how long a file may be."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "feedsvc"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 300

LOWER = {"core", "data"}
BELOW_WEB = {"services", "store", "render", "config"} | LOWER
# web and cli reach importers through a service only; the command that serves starts the web room.
MAY_IMPORT = {
    "data": set(),
    "core": {"data"},
    "setting_values": {"core"},
    "settings_table": {"setting_values"},
    "config": {"core", "setting_values", "settings_table"},
    "store": LOWER,
    "importers": LOWER,
    "render": LOWER,
    "fetching": LOWER,
    "services": {"store", "importers", "render", "fetching", "config", "settings_table"} | LOWER,
    "web": BELOW_WEB,
    "cli": BELOW_WEB | {"web"},
}
NOT_IN_CORE = {
    "flask",
    "werkzeug",
    "sqlalchemy",
    "alembic",
    "feedgen",
    "requests",
    "urllib3",
    "socket",
    "http",
}
NOT_IN_RENDER = NOT_IN_CORE - {"feedgen"}
PURE = {"core": NOT_IN_CORE, "render": NOT_IN_RENDER}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.monotonic", "time.localtime", "time.gmtime",
    "uuid.uuid1", "uuid.uuid4", "uuid1", "uuid4", "os.urandom",
}  # fmt: skip
CHANCE = {"random", "secrets"}


def room_of(module: str) -> str:
    """The room of `feedsvc.store.schema` is `store`; of `feedsvc` itself ""."""
    return module.partition(".")[2].partition(".")[0]


def imports(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module that a source imports, wherever in it; `package` resolves relative imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            # `from feedsvc import store` names its room in the alias, `__version__` is in none.
            rooms = [alias.name for alias in node.names if base == "feedsvc" and alias.name[0] != "_"]
            yield from (f"feedsvc.{room}" for room in rooms)
            if not rooms:
                yield base


def calls(tree: ast.Module) -> Iterator[str]:
    """Every call by its last two names: `datetime.datetime.now()` is `datetime.now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])


def faults(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """What is wrong with a module of feedsvc, in words."""
    tree = ast.parse(source)
    room = room_of(module)
    found = [] if ast.get_docstring(tree) else ["has no docstring"]
    if room and room not in MAY_IMPORT:
        return [*found, f"stands in a room that MAY_IMPORT does not know: {room}"]
    package = module if is_package else module.rpartition(".")[0]
    for imported in sorted(set(imports(tree, package))):
        top, target = imported.partition(".")[0], room_of(imported)
        if top == "feedsvc" and target not in {room, ""} | MAY_IMPORT.get(room, set()):
            found.append(f"{room or 'feedsvc'} may not import {target}")
        if top in PURE.get(room, set()) or (imported.startswith("urllib.request") and room in PURE):
            found.append(f"{room} may not import {imported}")
    if room in PURE:
        found += [f"{room} may not call {name}" for name in sorted(set(calls(tree))) if is_impure(name)]
    return found


def is_impure(name: str) -> bool:
    return name in CLOCKS or name.partition(".")[0] in CHANCE


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_keeps_to_its_room(path):
    source = path.read_text(encoding="utf-8")
    assert faults(source, module_of(path), is_package=path.stem == "__init__") == []


@pytest.mark.parametrize("path", [path for path in FILES if "migrations" not in path.parts], ids=module_of)
def test_a_file_can_be_read_at_a_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    ("module", "line", "fault"),
    [
        ("feedsvc.core.text", "import feedsvc.store.schema", "core may not import store"),
        ("feedsvc.core.text", "from feedsvc import config", "core may not import config"),
        ("feedsvc.core.text", "from ..render import atom", "core may not import render"),
        ("feedsvc.core.text", "from .. import render", "core may not import render"),
        ("feedsvc.core.text", "import flask", "core may not import flask"),
        ("feedsvc.core.text", "from sqlalchemy.orm import Session", "core may not import sqlalchemy.orm"),
        ("feedsvc.core.text", "from feedgen.feed import FeedGenerator", "core may not import feedgen.feed"),
        ("feedsvc.core.text", "import urllib.request", "core may not import urllib.request"),
        ("feedsvc.core.text", "def f():\n    import socket", "core may not import socket"),
        ("feedsvc.core.text", "x = datetime.datetime.now(UTC)", "core may not call datetime.now"),
        ("feedsvc.core.text", "x = date.today()", "core may not call date.today"),
        ("feedsvc.core.text", "x = time.time()", "core may not call time.time"),
        ("feedsvc.core.text", "x = uuid4()", "core may not call uuid4"),
        ("feedsvc.render.atom", "x = random.choice([1])", "render may not call random.choice"),
        ("feedsvc.render.atom", "import flask", "render may not import flask"),
        ("feedsvc.render.atom", "from feedsvc.store import Store", "render may not import store"),
        ("feedsvc.store.rows", "from feedsvc.importers import page", "store may not import importers"),
        ("feedsvc.importers.page", "import feedsvc.render", "importers may not import render"),
        ("feedsvc.store.rows", "from feedsvc.services import publishing", "store may not import services"),
        ("feedsvc.services.publishing", "from feedsvc.web import app", "services may not import web"),
        ("feedsvc.web.feeds", "from feedsvc.importers import page", "web may not import importers"),
        ("feedsvc.web.feeds", "from feedsvc.cli import main", "web may not import cli"),
        ("feedsvc.config", "from feedsvc.store import Store", "config may not import store"),
        ("feedsvc.config", "if TYPE_CHECKING:\n    import feedsvc.web", "config may not import web"),
        ("feedsvc", "from feedsvc.core import text", "feedsvc may not import core"),
        ("feedsvc.attic.box", "x = 1", "stands in a room that MAY_IMPORT does not know: attic"),
    ],
)
def test_the_check_sees_a_wrong_arrow_and_an_impure_call(module, line, fault):
    assert faults(f'"""Docs."""\n{line}\n', module) == [fault]


def test_the_check_sees_a_relative_import_out_of_a_package():
    source = '"""Docs."""\nfrom ..store import schema\nfrom . import page\n'
    assert faults(source, "feedsvc.importers", is_package=True) == ["importers may not import store"]


def test_the_check_asks_for_a_docstring():
    assert faults("x = 1\n", "feedsvc.core.text") == ["has no docstring"]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("feedsvc.web.feeds", "from feedsvc.store import Store"),
        ("feedsvc.web.feeds", "from feedsvc.render import atom"),
        ("feedsvc.render.atom", "from feedgen.feed import FeedGenerator"),
        ("feedsvc.store.rows", "x = datetime.now(UTC)"),
        ("feedsvc.cli", "from feedsvc.web import create_app"),
        ("feedsvc.core.text", "from feedsvc.core import urls"),
        ("feedsvc.core.text", "from . import urls"),
        ("feedsvc.core.text", "from feedsvc import __version__"),
    ],
)
def test_the_check_lets_right_arrows_pass(module, line):
    assert faults(f'"""Docs."""\n{line}\n', module) == []


@pytest.mark.parametrize(
    ("room", "unwanted"),
    [
        ("render", {"flask", "sqlalchemy", "requests"}),
        ("core", {"flask", "sqlalchemy", "feedgen", "requests"}),
        ("config", {"flask", "sqlalchemy", "feedgen"}),
    ],
)
def test_a_bare_interpreter_loads_a_room_without_the_heavy_libraries(room, unwanted):
    assert unwanted & loaded_by(f"import feedsvc.{room}") == set()


def test_the_bare_interpreter_would_notice_them():
    assert "sqlalchemy" in loaded_by("import feedsvc.store.schema")


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that an interpreter of its own has after a statement and, where that
    loads a package of feedsvc, after all modules of the package."""
    script = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
import pkgutil, importlib
{statement}
for name, module in list(sys.modules.items()):
    if name.count(".") == 1 and name.startswith("feedsvc.") and hasattr(module, "__path__"):
        for found in pkgutil.walk_packages(module.__path__, name + "."):
            if ".migrations" not in found.name:  # alembic alone can load its env.py
                importlib.import_module(found.name)
print(" ".join(sys.modules))
"""
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}
