"""Open forms: how a person sees one, fills it in, and what goes to the bot."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from playground.discord import messages
from playground.discord.core import Core
from playground.discord.interactions import Modal
from playground.discord.markdown import Names, blocks_of, plain
from playground.discord.messages import Upload
from playground.discord.records import Json
from playground.surface import NotSeen, View

CHOOSING = {3: "select", 21: "radio", 22: "checkbox", 23: "checkbox"}
YES = ("true", "yes", "on", "1")


def _inputs(modal: Modal) -> list[tuple[str, str, Json]]:
    """(label, description, component) of every field, in order; text displays with their words."""
    found: list[tuple[str, str, Json]] = []
    for part in modal.components:
        if part["type"] == 18:
            found.append((part["label"], part.get("description") or "", part["component"]))
        elif part["type"] == 1:
            found += [(child.get("label") or "", "", child) for child in part["components"]]
        else:
            found.append(("", "", part))
    return found


def modal_view(modal: Modal, names: Names) -> View:
    """The form as VIEWS.md describes it."""
    fields: list[View] = []
    for label, description, part in _inputs(modal):
        if part["type"] == 10:
            words = plain(blocks_of(part["content"], names))
            fields.append({"id": str(part["id"]), "label": words, "kind": "note"})
            continue
        value = modal.values.get(part["custom_id"])
        shown: View = {
            "id": part["custom_id"], "label": label, "description": description,
            "is_required": part.get("required", True) is not False and part["type"] != 23,
            "placeholder": part.get("placeholder") or "", "options": [],
        }  # fmt: skip
        if part["type"] == 4:
            shown["kind"] = "paragraph" if part["style"] == 2 else "text"
            shown["min"], shown["max"] = part.get("min_length") or 0, part.get("max_length") or 4000
            shown["value"] = value if value is not None else part.get("value") or ""
        elif part["type"] == 19:
            shown["kind"] = "file"
            shown["min"], shown["max"] = _bounds(part)
        else:
            shown["kind"] = CHOOSING.get(part["type"], "select")
            shown["min"], shown["max"] = _bounds(part)
            shown["options"] = _option_views(part, label, value)
        fields.append(shown)
    return {"id": modal.custom_id, "title": modal.title, "fields": fields}


def _bounds(part: Json) -> tuple[int, int]:
    is_required = part.get("required", True) is not False
    if part["type"] == 21:
        return (1 if is_required else 0), 1
    if part["type"] == 23:
        return 0, 1
    most_of = len(part["options"]) if part["type"] == 22 else 1
    least = part.get("min_values")
    least = (1 if is_required else 0) if least is None else least
    return least, part.get("max_values") or most_of


def _option_views(part: Json, label: str, value: Any) -> list[View]:
    if part["type"] == 23:
        is_on = bool(value) if value is not None else bool(part.get("default"))
        return [{"id": "true", "label": label, "description": "", "is_selected": is_on}]
    chosen = value if isinstance(value, list) else None if value is None else [value]
    return [
        {
            "id": option["value"], "label": option["label"],
            "description": option.get("description") or "",
            "is_selected": option["value"] in chosen if chosen is not None
            else bool(option.get("default")),
        }
        for option in part.get("options") or ()
    ]  # fmt: skip


class Filling:
    """One submission: checks what the client would check, and builds the interaction's data."""

    def __init__(self, core: Core, modal: Modal, given: dict[str, Any]) -> None:
        self._core = core
        self._modal = modal
        self._given = self._by_custom_id(given)
        self._attachments: dict[str, Json] = {}

    def _by_custom_id(self, given: dict[str, Any]) -> dict[str, Any]:
        """The values by field, found by label (exact, else a unique beginning) or by field id."""
        fields = [(label, part) for label, _, part in _inputs(self._modal) if part["type"] != 10]
        found: dict[str, Any] = {}
        for name, value in given.items():
            key = name.strip().casefold()
            exact = [
                part
                for label, part in fields
                if key in (label.casefold(), part["custom_id"].casefold())
            ]
            near = exact or [p for label, p in fields if label.casefold().startswith(key)]
            if len(near) != 1:
                labels = [label for label, _ in fields]
                raise NotSeen(f"no one field {name!r} in {self._modal.title!r}, but {labels}")
            found[near[0]["custom_id"]] = value
        return found

    def data(self) -> Json:
        """Raises NotSeen for a field that is missing, too long, or has no such option."""
        parts: list[Json] = []
        for part in self._modal.components:
            if part["type"] == 18:
                inner = self._submitted(part["component"], part["label"])
                parts.append({"type": 18, "id": part["id"], "component": inner})
            elif part["type"] == 1:
                inner_parts = [
                    self._submitted(child, child.get("label") or "") for child in part["components"]
                ]
                parts.append({"type": 1, "id": part["id"], "components": inner_parts})
            else:
                parts.append({"type": part["type"], "id": part["id"]})
        self._modal.values |= self._given
        data: Json = {"custom_id": self._modal.custom_id, "components": parts}
        if self._attachments:
            data["resolved"] = {"attachments": self._attachments}
        return data

    def _submitted(self, part: Json, label: str) -> Json:
        base: Json = {"type": part["type"], "id": part["id"], "custom_id": part["custom_id"]}
        value = self._given.get(part["custom_id"])
        if value is None:
            value = self._modal.values.get(part["custom_id"])
        if part["type"] == 4:
            return base | {"value": self._text(part, label, value)}
        if part["type"] == 23:
            is_on = bool(part.get("default")) if value is None else _is_yes(value)
            return base | {"value": is_on}
        if part["type"] == 19:
            return base | {"values": self._files(part, label, value)}
        chosen = self._chosen(part, label, value)
        if part["type"] == 21:
            return base | {"value": chosen[0] if chosen else None}
        return base | {"values": chosen}

    def _text(self, part: Json, label: str, value: Any) -> str:
        text = str(value) if value is not None else part.get("value") or ""
        least, most = part.get("min_length") or 0, part.get("max_length") or 4000
        is_required = part.get("required", True) is not False
        if not text and not is_required:
            return ""
        if not max(least, int(is_required)) <= len(text) <= most:
            raise NotSeen(f"the field {label!r} takes {max(least, 1)} to {most} characters")
        return text

    def _chosen(self, part: Json, label: str, value: Any) -> list[str]:
        options: list[Json] = part.get("options") or []
        if value is None:
            chosen = [option["value"] for option in options if option.get("default")]
        else:
            chosen = [self._option(options, label, one) for one in _several(value, options)]
        least, most = _bounds(part)
        if not least <= len(chosen) <= most and (chosen or part.get("required", True) is not False):
            raise NotSeen(f"the field {label!r} takes {least} to {most} of its options")
        return chosen

    def _option(self, options: list[Json], label: str, text: str) -> str:
        key = text.strip().casefold()
        # Options may differ in case alone: then the very label counts.
        exact = [o for o in options if o["label"] == text.strip()] or [
            o for o in options if key in (o["label"].casefold(), o["value"].casefold())
        ]
        near = exact or [o for o in options if o["label"].casefold().startswith(key)]
        if len(near) != 1 and not exact:
            labels = [option["label"] for option in options]
            raise NotSeen(f"no one option {text!r} under {label!r}, but {labels}")
        return str(near[0]["value"])

    def _files(self, part: Json, label: str, value: Any) -> list[str]:
        entries = [] if value is None else value if isinstance(value, list) else [value]
        least, most = _bounds(part)
        is_required = part.get("required", True) is not False
        if len(entries) > most or (len(entries) < least and (entries or is_required)):
            raise NotSeen(f"the field {label!r} takes {least} to {most} files")
        ids: list[str] = []
        for entry in entries:
            try:
                content = base64.b64decode(entry["content"], validate=True)
            except (KeyError, TypeError, binascii.Error):
                words = 'a file is {"name", "content" (base64)}'
                raise NotSeen(f"the field {label!r}: {words}") from None
            upload = Upload(str(entry.get("name") or "file"), content)
            row = messages.keep_file(self._core, upload, is_private=True)
            self._attachments[row["id"]] = self._core.wire.attachment(row)
            ids.append(row["id"])
        return ids


def _is_yes(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value)
    return value if isinstance(value, bool) else str(value).strip().casefold() in YES


def _several(value: Any, options: list[Json]) -> list[str]:
    """ "a, b" as two, unless an option itself is called so."""
    if isinstance(value, list):
        return [str(one) for one in value]
    text = str(value)
    if any(text.strip().casefold() == option["label"].casefold() for option in options):
        return [text]
    return [one for one in text.split(",") if one.strip()]
