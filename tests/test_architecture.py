"""The rooms and their arrows: imports run downhill only, and pure rooms touch nothing outside."""

import ast
from pathlib import Path

import pytest

import storycast

PACKAGE = Path(storycast.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

BASE = {"model", "errors", "languages", "__init__"}
PURE = {"languages", "reading", "narration", "timeline", "rendering"}
EDGES = {"engines", "audio", "store", "fetch", "files", "memory", "cluster"}
FETCHING = {"fetch", "robots"}
"""One room in two files."""
ROOMS = {
    "model": set(),
    "errors": set(),
    "languages": {"model"},
    "reading": BASE | {"reading"},
    "narration": BASE | {"narration"},
    "timeline": BASE,
    "rendering": BASE | {"rendering", "timeline"},
    "engines": BASE | {"engines"},
    "audio": BASE | {"audio"},
    "store": BASE,
    "files": BASE,
    "memory": BASE,
    "cluster": BASE,
    "fetch": BASE | FETCHING,
    "robots": BASE | FETCHING,
}
"""Room -> rooms it may open onto. A room that isn't here is a conductor or `cli`, and may open onto all below it."""
CONDUCTORS = {
    "artwork",
    "audition",
    "directors",
    "finished",
    "making",
    "produce",
    "publish",
    "serve",
    "shows",
    "site",
    "studio",
    "testing",
    "turns",
}
TOUCHING = {
    "os",
    "io",
    "pathlib",
    "socket",
    "subprocess",
    "time",
    "urllib",
    "urllib3",
    "requests",
    "tempfile",
    "shutil",
}
"""Modules that reach outside. Pure rooms don't import them."""
HARMLESS = {("io", "BytesIO"), ("urllib", "parse"), ("pathlib", "PurePath"), ("pathlib", "PurePosixPath")}
"""Parts of them that only work on what they are given."""


def room(module):
    """The room a module of ours stands in: its first folder, or its own name."""
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(module):
    """(first part, second part) of everything a module imports, wherever in it: `storycast.audio.mp3` -> audio."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [alias.name for alias in node.names]
            yield from ((*node.module.split("."), name) for name in names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_run_downhill(module):
    """A room opens only onto rooms below it; edges don't import one another."""
    allowed = ROOMS.get(room(module))
    if allowed is None:
        allowed = {"cli"} if room(module) in ("cli", "__main__") else set()
        allowed = allowed | BASE | PURE | EDGES | FETCHING | CONDUCTORS
    ours = {parts[1] if len(parts) > 1 else "__init__" for parts in imports(module) if parts[0] == "storycast"}
    ours = {"__init__" if name == "__version__" else name for name in ours}
    assert ours <= allowed, f"{module.relative_to(PACKAGE)} imports {ours - allowed}"


@pytest.mark.parametrize(
    "module", [m for m in MODULES if room(m) in PURE], ids=lambda module: str(module.relative_to(PACKAGE))
)
def test_pure_rooms_touch_nothing_outside(module):
    """Reading, narration, timeline and rendering open no file, URL, process or clock."""
    outside = {parts for parts in imports(module) if parts[0] in TOUCHING and parts[:2] not in HARMLESS}
    text = module.read_text("utf-8")
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert not outside
    assert "open" not in [call.id for call in calls if isinstance(call, ast.Name)]


def test_the_model_imports_nothing_of_ours():
    """Every room can use the words; the words need no room."""
    assert not [parts for parts in imports(PACKAGE / "model.py") if parts[0] == "storycast"]
