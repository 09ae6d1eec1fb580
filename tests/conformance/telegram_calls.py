"""Which methods of the Bot API the program can call, worked out from its source.

It sees: classes of `aiogram.methods` by whatever name they are imported, classes of our own with an
`__api_method__`, the methods of `aiogram.Bot` on anything, and the shortcuts of aiogram's types
(`message.reply_photo`) unless a function of ours has the same name.

It cannot see: a method chosen while running (`getattr(bot, name)`, which is reported as unread), a
shortcut that shares its name with a function of ours (`answer`), and calls that aiogram would make
by itself. What was called all the same is compared with it after the scenarios have run.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable
from functools import cache

import aiogram
from aiogram import methods, types
from aiogram.methods import TelegramMethod

from playground.telegram.inspector import DOWNLOAD
from tests.conformance.sources import (
    Found,
    Source,
    calls_of_attributes,
    functions_defined,
    is_pythons_own,
    last_name,
)

_BESIDE = {"me": ["getMe"], "download": ["getFile", DOWNLOAD], "download_file": [DOWNLOAD]}


def telegram_calls(files: Iterable[Source]) -> Found:
    """Of these files, those that import aiogram."""
    every = list(files)
    ours = functions_defined(every)
    found = Found()
    for file in every:
        if file.imports("aiogram"):
            found.calls |= _classes(file) | _own_classes(file) | _shortcuts(file, ours)
            _of_bot(file, found)
    return found


def _classes(file: Source) -> set[str]:
    """Every class of `aiogram.methods` that is more than imported here."""
    named = file.names_from("aiogram.methods")
    modules = {here for here, there in file.names_from("aiogram").items() if there == "methods"} | {
        "methods"
    }
    found = set()
    for node in ast.walk(file.tree):
        name = ""
        if isinstance(node, ast.Name):
            name = named.get(node.id, "")
        elif isinstance(node, ast.Attribute) and last_name(node.value) in modules:
            name = node.attr
        api = _api_method(name)
        if api:
            found.add(api)
    return found


def _own_classes(file: Source) -> set[str]:
    return {
        node.value.value
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and any(last_name(target) == "__api_method__" for target in node.targets)
    }


def _of_bot(file: Source, found: Found) -> None:
    """`bot.send_message`, called or handed on. One word (`close`, `download`) many things have:
    there the thing must be called a bot."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in _bot_methods():
            if "_" in node.attr or last_name(node.value).endswith("bot"):
                found.calls.update(_bot_methods()[node.attr])
        elif isinstance(node, ast.Call) and _chooses_while_running(node):
            found.unread.append(file.at(node))


def _chooses_while_running(call: ast.Call) -> bool:
    named = last_name(call.func) == "getattr"
    return named and any(last_name(argument).endswith("bot") for argument in call.args[:1])


def _shortcuts(file: Source, ours: set[str]) -> set[str]:
    return {
        api
        for _, called in calls_of_attributes(file.tree)
        if called.attr not in ours
        and not is_pythons_own(called.attr)
        and not last_name(called.value).endswith("bot")
        for api in _type_shortcuts().get(called.attr, ())
    }


def _api_method(name: str) -> str:
    """The API's name of a class of `aiogram.methods`; "" for its base classes and other things."""
    kind = getattr(methods, name, None) if name else None
    if isinstance(kind, type) and issubclass(kind, TelegramMethod) and kind is not TelegramMethod:
        return str(kind.__api_method__)
    return ""


@cache
def _bot_methods() -> dict[str, list[str]]:
    found = dict(_BESIDE)
    for name, _ in inspect.getmembers(aiogram.Bot, inspect.iscoroutinefunction):
        api = _api_method("".join(part.title() for part in name.split("_")))
        if api:
            found[name] = [api]
    return found


@cache
def _type_shortcuts() -> dict[str, set[str]]:
    """What each shortcut of aiogram's types makes, by its name: the return annotation says."""
    found: dict[str, set[str]] = {}
    for _, kind in inspect.getmembers(types, inspect.isclass):
        # aiogram builds its types late: looking at one may add to it.
        for name, shortcut in list(vars(kind).items()):
            said = getattr(shortcut, "__annotations__", {}).get("return")
            for word in re.findall(r"\w+", str(said)) if inspect.isfunction(shortcut) else ():
                api = _api_method(word)
                if api:
                    found.setdefault(name, set()).add(api)
    return found
