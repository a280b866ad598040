"""The house keeps its own rules: import contracts, small rooms, no left-over marks."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "index", "search", "web")
MODULES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if path.parent.name != "versions"  # a migration is a record of what was done, not a room
)


def test_imports_run_one_way() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 350, "a module over 350 lines hides a concept: find it"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno
            assert length <= 60, f"{node.name} (line {node.lineno}) does not fit a screen: {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), "a module opens with a docstring"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_name(path) for path in MODULES}


def imported(path: Path) -> Iterator[str]:
    """Our modules that a module imports anywhere: at its top, inside a function, for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in NAMES)
        elif isinstance(node, ast.ImportFrom) and node.module in NAMES:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in NAMES else node.module


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle of the graph, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_circle_between_modules() -> None:
    graph = {module_name(path): set(imported(path)) - {module_name(path)} for path in MODULES}
    assert circle(graph) == []


def test_no_circle_between_folders() -> None:
    """A folder is the modules that lie in it; its `__init__` is its face, and may show what lies deeper."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        if path.name == "__init__.py":
            continue
        folder = module_name(path).rpartition(".")[0]
        others = {
            name if (ROOT / name.replace(".", "/")).is_dir() else name.rpartition(".")[0]
            for name in imported(path)
        }
        graph.setdefault(folder, set()).update(others - {folder})
    assert circle(graph) == []


TWICE = {"Snapshot"}
"""Names of two classes: a state of the store and one of the index, each pinned for a request; no module needs
both."""


def test_one_word_is_one_thing() -> None:
    """No two classes have one name: who reads `Row` need not look up whose."""
    defined: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(module_name(path))
    twice = {name: modules for name, modules in defined.items() if len(modules) > 1}
    assert {name: modules for name, modules in twice.items() if name not in TWICE} == {}
    assert twice.keys() >= TWICE, "a name that has become one thing needs no exception any more"
