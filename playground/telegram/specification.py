"""Requests and answers compared with the published Bot API: methods, parameters, types, prose."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from playground.telegram import prose
from playground.telegram.calls import Call
from playground.telegram.prose import Prose

# Fields of a newer Bot API (10.2, 10.3) than the published one that the program really sends, with
# the published types that come nearest.
NEWER: dict[tuple[str, str], list[str]] = {
    ("InputRichMessage", "blocks"): ["Array of RichBlock"],
    # The blocks of an answer are also those of a request, but a picture is given to be sent, …
    ("RichBlockPhoto", "photo"): ["InputMediaPhoto"],
}
# … and these are Telegram's to fill in.
LEFT_TO_TELEGRAM = {("RichBlockListItem", "label")}
# What newer libraries cannot do without in an answer.
NEWER_ANSWERS: dict[tuple[str, str], list[str]] = {
    ("ChatMemberAdministrator", "can_send_welcome_messages"): ["Boolean"],
}
# The server answers for these in Telegram's own words, which the program must see.
OWN_WORDS = {"text", "caption", "question", "options", "explanation", "description", "title",
             "callback_data", "command", "payload", "name", "prices", "chat_id", "photo",
             "document", "video", "audio", "voice", "animation"}  # fmt: skip
# What tells the members of a union apart.
_TELLING = ("type", "status", "source")
_ONE_OF = re.compile(r"[Ee]xactly one of the (optional )?fields")
_BUT = re.compile(r"fields other than ([\w, ]+?),? must be used")


@dataclass(frozen=True)
class Problem:
    """`path` is where, `words` the whole sentence."""

    path: str
    words: str

    @property
    def is_said_by_telegram(self) -> bool:
        """Whether the server itself refuses this, in words that a program may depend on."""
        return re.sub(r"\[\d+\]", "", self.path).rpartition(".")[2] in OWN_WORDS


@dataclass(frozen=True)
class Field:
    """One field of a type, or one parameter of a method."""

    name: str
    types: list[str]
    is_required: bool
    prose: Prose


class Specification:
    """The Bot API's methods and types as their publisher lists them."""

    def __init__(self, path: Path) -> None:
        whole = json.loads(path.read_text(encoding="utf-8"))
        self._methods = {name.lower(): entry for name, entry in whole["methods"].items()}
        self._types: dict[str, Any] = whole["types"]
        self._fields: dict[str, dict[str, Field]] = {}

    def name_of(self, method: str) -> str | None:
        """The method as its publisher writes it; None for one that is not there."""
        entry = self._methods.get(method.lower())
        return None if entry is None else str(entry["name"])

    def problems(self, call: Call) -> list[Problem]:
        """What a request does that the specification does not know; [] if nothing."""
        return self.checked(call)[0]

    def checked(self, call: Call) -> tuple[list[Problem], set[str]]:
        """The problems, and which allow-listed newer fields ("Type.field") the request uses."""
        entry = self._methods.get(call.method.lower())
        if entry is None:
            return [Problem("", f"{call.method} is no method")], set()
        fields = self._fields_of(entry)
        check = _Check(self, is_request=True, files=call.files)
        for name, field in fields.items():
            is_there = call.params.get(name) is not None or name in call.files
            if field.is_required and not is_there:
                check.found(name, "is required")
        for name, value in call.params.items():
            if name not in fields:
                check.found(name, f"is no parameter of {entry['name']}")
                continue
            read = _from_form(value, fields[name].types) if isinstance(value, str) else value
            check.field(name, read, fields[name], is_parsed=_is_parsed(name, call.params))
        for name in call.files:
            if name in fields and "InputFile" not in fields[name].types:
                check.found(name, "is no file")
            elif name not in fields and name not in check.attached:
                check.found(name, "is a file that no parameter names")
        return check.problems, check.newer

    def answer_problems(self, method: str, result: Any) -> list[str]:
        """What a method's result lacks or has beside the types that are documented for it."""
        entry = self._methods.get(method.lower())
        returns = entry.get("returns") if entry else None
        return self.value_problems(result, returns) if returns else []

    def value_problems(self, value: Any, types: list[str]) -> list[str]:
        """The same for a value of any of these types, such as an Update that is pushed."""
        check = _Check(self, is_request=False, files={})
        check.types("result", value, types)
        return [problem.words for problem in check.problems]

    def subtypes(self, kind: str) -> list[str]:
        entry = self._types.get(kind) or {}
        return list(entry.get("subtypes") or [])

    def is_object(self, kind: str) -> bool:
        return kind in self._types

    def fields(self, kind: str) -> dict[str, Field]:
        return self._fields_of(self._types[kind])

    def exclusive(self, kind: str) -> frozenset[str] | None:
        """The fields of which exactly one must be there; None where the prose asks for nothing."""
        said = " ".join(self._types[kind].get("description") or ())
        if not _ONE_OF.search(said):
            return None
        names = set(self.fields(kind))
        others = _BUT.search(said)
        if others:
            return frozenset(names - set(re.findall(r"\w+", others.group(1))))
        listed = re.search(r"of the fields ([\w ]+) must be used", said)
        if listed:
            newer = {name for of, name in NEWER if of == kind} - names
            return frozenset((set(re.findall(r"\w+", listed.group(1))) & names) | newer)
        return frozenset(name for name in names if not self.fields(kind)[name].is_required)

    @cached_property
    def update_kinds(self) -> frozenset[str]:
        """What `allowed_updates` may name: every field of an Update but its number."""
        known = self._types.get("Update")
        return frozenset(self._fields_of(known)) - {"update_id"} if known else frozenset()

    def _fields_of(self, entry: Any) -> dict[str, Field]:
        known = self._fields.get(entry["name"])
        if known is None:
            known = self._fields[entry["name"]] = {
                field["name"]: Field(
                    field["name"], field["types"], field["required"], prose.read(field)
                )
                for field in entry.get("fields") or []
            }
        return known


class _Check:
    """One value being walked. A request is also held against the prose; an answer is not, since
    its texts are what people wrote."""

    def __init__(
        self, specification: Specification, *, is_request: bool, files: Mapping[str, object]
    ) -> None:
        self._specification = specification
        self._is_request = is_request
        self._files = files
        self.problems: list[Problem] = []
        self.newer: set[str] = set()
        self.attached: set[str] = set()  # names of uploads that a value points at

    def found(self, path: str, words: str) -> None:
        self.problems.append(Problem(path, f"{path} {words}"))

    def field(self, path: str, value: Any, field: Field, *, is_parsed: bool = False) -> None:
        before = len(self.problems)
        self.types(path, value, field.types)
        if len(self.problems) > before:
            return
        if self._is_request:
            for words in field.prose.problems(path, value, is_parsed=is_parsed):
                self.problems.append(Problem(path, words))
            if field.name == "allowed_updates":
                for kind in value:
                    if kind not in self._specification.update_kinds:
                        self.found(path, f"names no kind of update: {kind!r}")
        elif isinstance(value, str) and field.prose.words and value not in field.prose.words:
            self.found(path, f"must be one of {', '.join(sorted(field.prose.words))}")

    def types(self, path: str, value: Any, kinds: list[str]) -> None:
        """Adds the problems of the type that fits best; one when none has the value's shape."""
        fitting = [kind for kind in self._members(kinds, value) if _has_shape(value, kind)]
        if not fitting:
            self.found(path, f"must be {' or '.join(kinds)}")
            return
        nearest: _Check | None = None
        for kind in fitting:
            tried = _Check(self._specification, is_request=self._is_request, files=self._files)
            tried._of_type(path, value, kind)
            if nearest is None or len(tried.problems) < len(nearest.problems):
                nearest = tried
            if not tried.problems:
                break
        assert nearest is not None  # noqa: S101 - there is at least one fitting type
        self.problems += nearest.problems
        self.newer |= nearest.newer
        self.attached |= nearest.attached

    def _members(self, kinds: list[str], value: Any) -> list[str]:
        """The types with each union's members in its place, narrowed to those whose constant
        (`type`, `status`, `source`) the value has."""
        flat: list[str] = []
        for kind in kinds:
            subtypes = self._specification.subtypes(kind)
            flat += self._members(subtypes, value) if subtypes else [kind]
        if not isinstance(value, dict) or len(flat) < 2:
            return flat
        told = [kind for kind in flat if self._has_constant(kind, value)]
        return told or flat

    def _has_constant(self, kind: str, value: dict[str, Any]) -> bool:
        if not self._specification.is_object(kind):
            return False
        fields = self._specification.fields(kind)
        for name in _TELLING:
            words = fields[name].prose.words if name in fields else None
            if words is not None and name in value:
                return value[name] in words
        return False

    def _of_type(self, path: str, value: Any, kind: str) -> None:
        if kind.startswith("Array of "):
            for index, entry in enumerate(value):
                self.types(f"{path}[{index}]", entry, [kind.removeprefix("Array of ")])
        elif isinstance(value, dict) and self._specification.is_object(kind):
            self._of_object(path, value, kind)
        elif isinstance(value, str) and value.startswith("attach://"):
            name = value.removeprefix("attach://")
            self.attached.add(name)
            if name not in self._files:
                self.found(path, f"names an upload that is not there: {name}")

    def _of_object(self, path: str, value: dict[str, Any], kind: str) -> None:
        fields = self._specification.fields(kind)
        newer = NEWER if self._is_request else NEWER_ANSWERS
        for name, field in fields.items():
            is_left = self._is_request and (kind, name) in LEFT_TO_TELEGRAM
            if field.is_required and value.get(name) is None and not is_left:
                self.found(f"{path}.{name}", "is required")
        for name, inner in value.items():
            if inner is None:
                continue
            if (kind, name) in newer:
                self.newer.add(f"{kind}.{name}")
                self.types(f"{path}.{name}", inner, newer[kind, name])
            elif name in fields:
                is_parsed = _is_parsed(name, value)
                self.field(f"{path}.{name}", inner, fields[name], is_parsed=is_parsed)
            else:
                self.found(f"{path}.{name}", f"is no field of {kind}")
        exclusive = self._specification.exclusive(kind) if self._is_request else None
        if exclusive is not None:
            given = sorted(name for name in exclusive if value.get(name) is not None)
            if len(given) != 1:
                said = ", ".join(given) or "none"
                self.found(path, f"must have exactly one of {kind}'s exclusive fields, has {said}")


def _is_parsed(name: str, values: Mapping[str, Any]) -> bool:
    """Whether a parse mode is given for the text of this name."""
    return bool(values.get("parse_mode") or values.get(f"{name}_parse_mode"))


def _has_shape(value: Any, kind: str) -> bool:
    """Whether a JSON value could be of this type at all."""
    if kind.startswith("Array of "):
        return isinstance(value, list)
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "String" | "InputFile":
            return isinstance(value, str)
        case "KeyboardButton":  # the prose allows a bare text
            return isinstance(value, dict | str)
    return isinstance(value, dict)


def _from_form(value: str, types: list[str]) -> Any:
    """A form's string as the JSON value its type says; a string where a string is allowed."""
    if "Integer" in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    if "Boolean" in types and value.lower() in ("true", "false", "1", "0"):
        return value.lower() in ("true", "1")
    if "Float" in types and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    if "String" in types or "InputFile" in types:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
