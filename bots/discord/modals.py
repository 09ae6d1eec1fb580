"""A form as Discord's modal, and a submitted modal's parts as values by field name."""

from __future__ import annotations

import re
from typing import Any

from bots.dialogue.screen import FieldKind, FormField, FormView
from bots.discord import limits
from bots.discord.limits import clip, cut, length
from bots.discord.markdown import clean, escape_clipped

Json = dict[str, Any]

SELECT, TEXT_INPUT, TEXT_DISPLAY = 3, 4, 10
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
_MANY = "[]"  # marks a select that stands in for check boxes: its values come back as a list


def modal_of(form: FormView) -> Json:
    """The modal's JSON. A question too long for a label goes on in the description; one too long
    for both stands in full above its field, as long as there is room for a part more."""
    fields = form.fields[: limits.MODAL_PARTS]
    spare = limits.MODAL_PARTS - len(fields)
    parts: list[Json] = []
    for field in fields:
        question = " ".join(clean(field.label).split()) or "·"
        label, rest = question, ""
        if length(question) > limits.LABEL:
            label, rest = cut(question, limits.LABEL - 1)
            label += "…"
        room = 0 if field.hint else limits.LABEL_DESCRIPTION
        if length(rest) > room and spare:
            spare -= 1
            parts.append({"type": TEXT_DISPLAY, "content": escape_clipped(question, limits.NOTE)})
            rest = ""
        description = clip(rest or clean(field.hint), limits.LABEL_DESCRIPTION)
        parts.append(
            {"type": LABEL, "label": label, "component": _component(field)}
            | ({"description": description} if description else {})
        )
    title = clip(" ".join(clean(form.title).split()), limits.MODAL_TITLE) or "·"
    return {"custom_id": form.token, "title": title, "components": parts}


def values_of(components: list[Json]) -> tuple[dict[str, str | list[str]], dict[str, list[str]]]:
    """What was filled in: values by field name, and the ids of uploaded files by field name."""
    values: dict[str, str | list[str]] = {}
    uploads: dict[str, list[str]] = {}
    for part in components:
        inner = [part["component"]] if "component" in part else part.get("components", [])
        for component in inner:
            _read(component, values, uploads)
    return values, uploads


def _read(
    component: Json, values: dict[str, str | list[str]], uploads: dict[str, list[str]]
) -> None:
    name = str(component.get("custom_id", ""))
    chosen = [str(value) for value in component.get("values") or ()]
    match component.get("type"):
        case int() as kind if kind == FILE_UPLOAD:
            uploads[name] = chosen
        case int() as kind if kind == CHECKBOX_GROUP or name.endswith(_MANY):
            values[name.removesuffix(_MANY)] = chosen
        case int() as kind if kind == SELECT:
            values[name] = chosen[0] if chosen else ""
        case int() as kind if kind == CHECKBOX:
            values[name] = "true" if component.get("value") else "false"
        case _:
            values[name] = str(component.get("value") or "")


def _component(field: FormField) -> Json:
    match field.kind:
        case FieldKind.ONE:
            return _one(field)
        case FieldKind.MANY:
            return _many(field)
        case FieldKind.FILE:
            least = 1 if field.is_required else 0
            return {
                "type": FILE_UPLOAD,
                "custom_id": field.name,
                "required": field.is_required,
                "min_values": least,
                "max_values": 1,
            }
        case FieldKind.TEXT | FieldKind.PARAGRAPH:
            return _text(field)


def _text(field: FormField) -> Json:
    most = max(1, min(field.maximum, limits.TEXT_INPUT))
    component: Json = {
        "type": TEXT_INPUT,
        "custom_id": field.name,
        "style": 2 if field.kind is FieldKind.PARAGRAPH else 1,
        "required": field.is_required,
        "min_length": max(0, min(field.minimum, most)),
        "max_length": most,
    }
    if field.value:
        component["value"] = clip(field.value, most)
    if field.placeholder:
        component["placeholder"] = clip(clean(field.placeholder), limits.INPUT_PLACEHOLDER)
    return component


def _one(field: FormField) -> Json:
    least, most = limits.RADIO_OPTIONS
    is_radio = least <= len(field.options) <= most
    component: Json = {
        "type": RADIO_GROUP if is_radio else SELECT,
        "custom_id": field.name,
        "required": field.is_required,
        "options": _options(field, {field.value}),
    }
    if not is_radio:
        component |= {"min_values": 1 if field.is_required else 0, "max_values": 1}
    return component


def _many(field: FormField) -> Json:
    least, most = limits.CHECKBOX_OPTIONS
    is_group = least <= len(field.options) <= most
    options = _options(field, set(re.split(r"[,\n]\s*", field.value)))
    fewest = max(field.minimum, 1) if field.is_required else 0
    return {
        "type": CHECKBOX_GROUP if is_group else SELECT,
        "custom_id": field.name if is_group else field.name + _MANY,
        "required": field.is_required,
        "min_values": min(fewest, len(options)),
        "max_values": max(1, len(options)),
        "options": options,
    }


def _options(field: FormField, chosen: set[str]) -> list[Json]:
    """The full words of a long option stand in label and description together."""
    options: list[Json] = []
    for value, words in field.options[: limits.SELECT_OPTIONS]:
        label, rest = cut(" ".join(clean(words).split()) or value, limits.OPTION_TEXT)
        option: Json = {"label": label, "value": value}
        if rest:
            option["description"] = clip(rest, limits.OPTION_TEXT)
        if value in chosen:
            option["default"] = True
        options.append(option)
    return options
