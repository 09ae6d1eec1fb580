"""The product's source as trees, and the little that can be known of a value without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("bots", "engine", "peerloom", "scheduler", "web")

# What every value of Python's own may be asked: `", ".join` is no thread being joined.
_PYTHONS_OWN = frozenset(
    name for kind in (str, bytes, dict, list, set, tuple, int, Path) for name in dir(kind)
)


@dataclass
class Found:
    """`calls`: what can be called. `unread`: places whose call cannot be worked out; they must be
    written so that it can."""

    calls: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    path: Path
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        return f"{self.path.name}:{getattr(node, 'lineno', 0)}"

    def imports(self, package: str) -> bool:
        """Whether the file names this package in an import, at any place of it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            if any(name.split(".")[0] == package for name in names):
                return True
        return False

    def modules(self) -> set[str]:
        """The names here that stand for modules: `asyncio.timeout` is nobody's own method."""
        return {
            alias.asname or alias.name.split(".")[0]
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }

    def names_from(self, module: str) -> dict[str, str]:
        """The names here that stand for names of this module: {here: there}."""
        return {
            alias.asname or alias.name: alias.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module == module
            for alias in node.names
        }


def sources(folders: Iterable[Path]) -> list[Source]:
    return [
        Source(path, ast.parse(path.read_text("utf-8"), str(path)))
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
    ]


def product() -> list[Source]:
    return sources(ROOT / name for name in PRODUCT)


def functions_defined(files: Iterable[Source]) -> set[str]:
    """The name of every function and method in these files."""
    return {
        node.name
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def is_pythons_own(name: str) -> bool:
    return name in _PYTHONS_OWN


def calls_of_attributes(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Each `something.name(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def last_name(node: ast.expr) -> str:
    """The last word of `a.b.c`; "" for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
