"""Quiz items as JSON that reads back to exactly the same values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from engine.courses.content_json import dump_blocks, load_blocks
from engine.courses.items import Item, ItemKind, OptionKey


def dump_items(items: Sequence[Item]) -> str:
    """Compact JSON of items, keys included: for storing, never for sending."""
    values = [_item(item) for item in items]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1024)  # an answer reads its quiz's items twice, and they never change
def load_items(text: str) -> tuple[Item, ...]:
    """What `dump_items` was given. Raises ValueError for anything else."""
    try:
        return tuple(_load_item(value) for value in json.loads(text))
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError("not the JSON of items") from problem


def _item(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "stem": dump_blocks(item.stem),
        "kind": item.kind.value,
        "options": [
            [option.text, option.is_right, option.weight_percent, option.feedback]
            for option in item.options
        ],
        "explanation": item.explanation,
        "category": item.category,
        "line": item.line,
        "ident": item.ident,
        "tags": list(item.tags),
        "has_weights": item.has_weights,
    }


def _load_item(value: dict[str, Any]) -> Item:
    options = tuple(OptionKey(*fields) for fields in value["options"])
    named = {**value, "stem": load_blocks(value["stem"]), "options": options}
    return Item(**{**named, "kind": ItemKind(value["kind"]), "tags": tuple(value["tags"])})
