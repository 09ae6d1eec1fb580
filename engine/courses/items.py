"""An item of a quiz as content: its question, its options and which of them are right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.foundation.richtext import Block


class ItemKind(StrEnum):
    SINGLE = "single"  # one option is chosen; where several are right, either one counts
    SEVERAL = "several"  # all right options and no other are to be chosen
    TRUE_FALSE = "true_false"


@dataclass(frozen=True)
class OptionKey:
    """An option with its key. `weight_percent` is what choosing it is worth: 100 is everything.

    The options of a true/false item are always "True" and "False", in this order: they are shown in
    the reader's language by the item's kind.
    """

    text: str
    is_right: bool
    weight_percent: float
    feedback: str = ""


@dataclass(frozen=True)
class Item:
    """A question to be asked. `line` is where it starts in its file; texts of options are plain."""

    title: str
    stem: tuple[Block, ...]
    kind: ItemKind
    options: tuple[OptionKey, ...]
    explanation: str = ""
    category: str = ""
    line: int = 0
    ident: str = ""
    tags: tuple[str, ...] = ()
    has_weights: bool = False

    @property
    def right(self) -> tuple[int, ...]:
        """The positions of the right options, counted from 0."""
        return tuple(place for place, option in enumerate(self.options) if option.is_right)
