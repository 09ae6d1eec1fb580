"""The first check of a body: lists hold objects, numbers are numbers, before anything reads it."""

from __future__ import annotations

from typing import Any

from playground.discord.errors import FormErrors

LISTS = {"embeds", "components", "options", "fields", "attachments", "items", "choices"}
LISTS |= {"permission_overwrites", "available_tags"}
OBJECTS = {"footer", "author", "image", "thumbnail", "accessory", "component", "media", "data"}
OBJECTS |= {"allowed_mentions", "message_reference", "entity_metadata", "message", "emoji"}
OBJECTS |= {"name_localizations", "description_localizations"}
NUMBERS = {"flags", "type", "style", "color", "min_length", "max_length", "min_values"}
NUMBERS |= {"max_values", "entity_type", "auto_archive_duration", "position"}
TEXTS = {"url", "custom_id", "label", "title", "description", "placeholder"}


def check_shapes(body: Any) -> None:
    """Raises 50035 naming each known field that is not even of the right kind."""
    errors = FormErrors()
    _check(errors, body, ())
    errors.raise_if_any()


def _check(errors: FormErrors, value: Any, at: tuple[str | int, ...]) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check(errors, item, (*at, index))
        return
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        here = (*at, name)
        fault = None if item is None else _fault(name, item)
        if fault is not None:
            errors.add(here, *fault)
        elif item is not None:
            _check(errors, item, here)


def _fault(name: str, item: Any) -> tuple[str, str] | None:
    """Discord's code and words for a value of the wrong kind; None when it may be right."""
    no_object = ("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    if name in LISTS:
        if not isinstance(item, list):
            return "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"
        return None if all(isinstance(one, dict) for one in item) else no_object
    if name in OBJECTS and not isinstance(item, dict):
        return no_object
    is_embed_kind = name == "type" and item == "rich"
    if name in NUMBERS and not is_embed_kind and (type(item) is not int):
        return "NUMBER_TYPE_COERCE", f'Value "{item}" is not int.'
    if name in TEXTS and not isinstance(item, str):
        return "STRING_TYPE_CONVERT", "Could not interpret value as string."
    return None
