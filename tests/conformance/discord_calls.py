"""Which operations of Discord's API the program can call, worked out from its source.

It sees: each `Route(verb, path)`, also where verb or path come from the caller within the same
file; the methods of discord.py's `HTTPClient`; and discord.py's own methods (`client.login`,
`channel.create_thread`) with all the requests that their source makes, unless a function of ours
or of Python's own types has the same name. A client of ours means the gateway.

It cannot see: discord.py methods that share their name with a function of ours (`send`), and what
discord.py asks for by itself. A route that it cannot work out is reported as unread. What was
called all the same is compared with it after the scenarios have run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import discord

from tests.conformance.sources import (
    Found,
    Source,
    calls_of_attributes,
    functions_defined,
    is_pythons_own,
    last_name,
    sources,
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_CLIENTS = {"Client", "AutoShardedClient", "Bot", "AutoShardedBot"}
GATEWAY = ("gateway identify", "gateway heartbeat", "gateway resume")
_OVER_GATEWAY = {
    "change_presence": {"gateway 3"},
    "change_voice_state": {"gateway 4"},
    "chunk": {"gateway 8"},
    "query_members": {"gateway 8"},
}


def discord_calls(files: Iterable[Source]) -> Found:
    """Of these files, those that import discord. Calls are "VERB /path/{placeholder}"."""
    every = list(files)
    ours = functions_defined(every)
    found = Found()
    for file in every:
        if not file.imports("discord"):
            continue
        _routes(file, found)
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef) and _CLIENTS & {last_name(b) for b in node.bases}:
                found.calls.update(GATEWAY)
        modules = file.modules()
        for _, called in calls_of_attributes(file.tree):
            name, on = called.attr, last_name(called.value)
            if on == "http":
                found.calls |= _of_http().get(name, set())
            elif on not in modules and name not in ours and not is_pythons_own(name):
                found.calls |= _of_library().get(name, set())
                found.calls |= _OVER_GATEWAY.get(name, set())
    return found


def _routes(file: Source, found: Found) -> None:
    for function in _functions(file.tree):
        for node in _own_nodes(function):
            if not (isinstance(node, ast.Call) and last_name(node.func) == "Route"):
                continue
            read = _read_route(node, function, file.tree)
            found.calls |= read
            if not read:
                found.unread.append(file.at(node))


def _read_route(route: ast.Call, function: _Function, tree: ast.AST) -> set[str]:
    """Every "VERB path" that this call may stand for; empty when one cannot be worked out."""
    found = set()
    for values in _meanings(function, tree):
        parts = [_text(argument, values) for argument in route.args[:2]]
        if len(parts) != 2 or None in parts:
            return set()
        found.add(f"{parts[0]} {parts[1]}")
    return found


def _meanings(function: _Function, tree: ast.AST) -> Iterator[dict[str, ast.expr]]:
    """What the function's names may stand for: its own assignments, with its parameters as each
    caller in the file gives them."""
    local = {
        target.id: node.value
        for node in _own_nodes(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    names = [argument.arg for argument in function.args.args if argument.arg != "self"]
    callers = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and last_name(node.func) == function.name
    ]
    if not callers:
        yield local
    for caller in callers:
        given = dict(zip(names, caller.args, strict=False))
        given |= {word.arg: word.value for word in caller.keywords if word.arg}
        yield {**given, **local}


def _text(node: ast.expr, values: dict[str, ast.expr], depth: int = 0) -> str | None:
    """The text an expression comes to, or None."""
    if depth > 10:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in values:
        return _text(values[node.id], values, depth + 1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left = _text(node.left, values, depth + 1)
        right = _text(node.right, values, depth + 1)
        return None if left is None or right is None else left + right
    return None


def _functions(tree: ast.AST) -> Iterator[_Function]:
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            yield node


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _Function):
            waiting += ast.iter_child_nodes(node)


# What discord.py itself asks for, from its installed source.


@cache
def _library() -> tuple[Source, ...]:
    return tuple(sources([Path(discord.__file__).parent]))


@cache
def _of_http() -> dict[str, set[str]]:
    """The routes of each method of `HTTPClient`."""
    file = next(file for file in _library() if file.path.name == "http.py")
    client = next(
        node
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef) and node.name == "HTTPClient"
    )
    found: dict[str, set[str]] = {}
    for function in _functions(client):
        routes = {
            f"{verb} {path}"
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and last_name(node.func) == "Route"
            for verb, path in [[_text(argument, {}) for argument in node.args[:2]]]
            if verb and path
        }
        if routes:
            found[function.name] = routes
    return found


@cache
def _of_library() -> dict[str, set[str]]:
    """The routes behind each method of discord.py's own classes, with those of the methods that it
    calls on itself."""
    found: dict[str, set[str]] = {}
    for file in _library():
        for kind in (node for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef)):
            if kind.name == "HTTPClient":
                continue
            direct = {one.name: _asked_by(one) for one in kind.body if isinstance(one, _Function)}
            inner = {
                one.name: {
                    called.attr
                    for _, called in calls_of_attributes(one)
                    if last_name(called.value) == "self"
                }
                for one in kind.body
                if isinstance(one, _Function)
            }
            for name in direct:
                routes = set(direct[name]).union(*(direct.get(other, ()) for other in inner[name]))
                if routes and not name.startswith("_"):
                    found.setdefault(name, set()).update(routes)
    return found


def _asked_by(function: _Function) -> set[str]:
    return {
        route
        for _, called in calls_of_attributes(function)
        if last_name(called.value) == "http"
        for route in _of_http().get(called.attr, ())
    }
