"""Requests compared with the published specification: methods, parameters, types and lengths."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playground.telegram.calls import Call

LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)\b")
RANGE = re.compile(r"[Vv]alues between (\d+)-(\d+) are accepted")
# Fields of a newer Bot API than the specification's that the program may really send.
NEWER: dict[str, set[str]] = {
    "InputRichMessage": {"blocks", "media"},
    "InlineKeyboardButton": {"disabled"},
    "InputMediaPhoto": {"width", "height"},
}
# The server answers these in Telegram's own words, which the program must see.
OWN_WORDS = {"text", "caption", "question", "options", "explanation", "description", "title",
             "callback_data", "command", "payload", "name", "prices", "chat_id", "photo",
             "document", "video", "audio", "voice", "animation"}  # fmt: skip
# Not in the specification's list of fields, though Telegram still takes them.
LEGACY = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview",
          "correct_option_id"}  # fmt: skip


class Specification:
    """The Bot API's methods and types as their publisher lists them."""

    def __init__(self, path: Path) -> None:
        whole = json.loads(path.read_text(encoding="utf-8"))
        self.methods = {name.lower(): entry for name, entry in whole["methods"].items()}
        self.types: dict[str, Any] = whole["types"]

    def problems(self, call: Call) -> list[str]:
        """What a request does that the specification does not know, as sentences; [] if nothing."""
        entry = self.methods.get(call.method.lower())
        if entry is None:
            return [f"{call.method} is no method"]
        fields = {field["name"]: field for field in entry.get("fields", [])}
        found = []
        for name, field in fields.items():
            is_there = call.params.get(name) is not None or name in call.files
            if field["required"] and not is_there and name not in OWN_WORDS:
                found.append(f"{name} is required")
        for name, value in call.params.items():
            if name not in fields:
                if name not in LEGACY:
                    found.append(f"{name} is no parameter of {entry['name']}")
                continue
            found += self._of_field(name, value, fields[name], is_top=True)
        return found

    def _of_field(self, path: str, value: Any, field: Any, *, is_top: bool = False) -> list[str]:
        types = field["types"]
        if is_top and isinstance(value, str):
            value = _from_form(value, types)
        problems = self._of_types(path, value, types)
        if problems:
            return problems
        return self._of_size(path, value, field)

    def _of_types(self, path: str, value: Any, types: list[str]) -> list[str]:
        """The problems of the type that fits best; one sentence when none has the value's shape."""
        fitting = [kind for kind in types if _has_shape(value, kind)]
        if not fitting:
            return [f"{path} must be {' or '.join(types)}"]
        return min((self._of_type(path, value, kind) for kind in fitting), key=len)

    def _of_type(self, path: str, value: Any, kind: str) -> list[str]:
        if kind.startswith("Array of "):
            inner = [kind.removeprefix("Array of ")]
            return [
                problem
                for index, entry in enumerate(value)
                for problem in self._of_types(f"{path}[{index}]", entry, inner)
            ]
        if isinstance(value, dict) and kind in self.types:
            return self._of_object(path, value, kind)
        return []

    def _of_object(self, path: str, value: dict[str, Any], kind: str) -> list[str]:
        entry = self.types.get(kind)
        if entry is None:
            return []
        subtypes = [name for name in entry.get("subtypes") or [] if name in self.types]
        if subtypes:
            return self._of_types(path, value, self._matching(subtypes, value))
        fields = {field["name"]: field for field in entry.get("fields", [])}
        found = []
        for name, field in fields.items():
            if field["required"] and value.get(name) is None:
                found.append(f"{path}.{name} is required")
        for name, inner in value.items():
            if inner is None or name in NEWER.get(kind, set()):
                continue
            if name not in fields:
                found.append(f"{path}.{name} is no field of {kind}")
            else:
                found += self._of_field(f"{path}.{name}", inner, fields[name])
        return found

    def _matching(self, subtypes: list[str], value: dict[str, Any]) -> list[str]:
        """Of a union's members those whose constant (`type`, `status`, `source`) the value has."""
        for key in ("type", "status", "source"):
            if key not in value:
                continue
            words = re.compile(rf"(?:must be|always) [“\"]?{re.escape(str(value[key]))}\b")
            for name in subtypes:
                for field in self.types[name].get("fields", []):
                    if field["name"] == key and words.search(field["description"]):
                        return [name]
        return subtypes

    def _of_size(self, path: str, value: Any, field: Any) -> list[str]:
        name = path.rpartition(".")[2]
        description = field["description"]
        if name in OWN_WORDS or value in ("", None):
            return []
        length = LENGTH.search(description)
        if length and isinstance(value, str) and "after entities parsing" not in description:
            low, high = int(length.group(1)), int(length.group(2))
            size = len(value.encode()) if length.group(3) == "bytes" else len(value)
            if not low <= size <= high:
                return [f"{path} must have {low} to {high} {length.group(3)}, has {size}"]
        between = RANGE.search(description)
        if between and isinstance(value, int):
            low, high = int(between.group(1)), int(between.group(2))
            if not low <= value <= high:
                return [f"{path} must be {low} to {high}"]
        return []


def _has_shape(value: Any, kind: str) -> bool:
    """Whether a JSON value could be of this type at all."""
    if kind.startswith("Array of "):
        return isinstance(value, list)
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
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
