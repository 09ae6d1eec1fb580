"""How an item is shown in an attempt: its options shuffled once, the same at each look."""

from __future__ import annotations

import random

from engine.courses.items import Item, ItemKind
from engine.quizzes.commands import ItemToAsk


def shown_order(item: Item, *, seed: int, item_id: int) -> tuple[int, ...]:
    """The item's own positions in the order they are shown; true before false always."""
    order = list(range(len(item.options)))
    if item.kind is not ItemKind.TRUE_FALSE:
        random.Random(f"{seed}:{item_id}").shuffle(order)
    return tuple(order)


def item_to_ask(item: Item, *, item_id: int, seed: int, number: int, total: int) -> ItemToAsk:
    order = shown_order(item, seed=seed, item_id=item_id)
    right = set(item.right)
    return ItemToAsk(
        item_id=item_id,
        number=number,
        total=total,
        kind=item.kind,
        stem=item.stem,
        options=tuple(item.options[place].text for place in order),
        right=tuple(shown for shown, place in enumerate(order) if place in right),
        explanation=item.explanation,
    )


def own_positions(
    item: Item, chosen: tuple[int, ...], *, seed: int, item_id: int
) -> tuple[int, ...] | None:
    """The item's own positions for shown ones, sorted; None when they make no answer to it."""
    order = shown_order(item, seed=seed, item_id=item_id)
    if not chosen or any(shown not in range(len(order)) for shown in chosen):
        return None
    picked = {order[shown] for shown in chosen}
    if item.kind is not ItemKind.SEVERAL and len(picked) != 1:
        return None
    return tuple(sorted(picked))


def option_texts(item: Item, positions: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(item.options[place].text for place in positions)


def explanation_of(item: Item, chosen: tuple[int, ...]) -> str:
    """What the item says to the chosen options (its own positions), then what it says to all."""
    said = [item.options[place].feedback for place in chosen]
    return "\n".join(text for text in (*said, item.explanation) if text)
