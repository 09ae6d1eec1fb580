"""Exercises that look like multiple choice, as items for an educator to review."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.courses.items import Item, ItemKind, OptionKey
from engine.courses.lesson_text import Challenge
from engine.foundation.richtext import Block, ListBlock, Paragraph, plain

_OPTION_CHARACTERS = 100
_EXPLANATION_CHARACTERS = 200
_NAMED_BY_PLACE = re.compile(
    r"\b(?:answer|option|choice|respuesta|opción|ответ|вариант)\b[^\w\n]*(?:is|es|—|:)?\s*"
    r"(?:number\s*|№\s*)?[(\[]?(\d{1,2}|[A-Ha-h])\b[)\].:]?",
    re.IGNORECASE,
)


def suggested_item(challenge: Challenge) -> Item | None:
    """An item when the exercise holds exactly one list of 2 to 10 short alternatives and its
    solution names exactly one of them, in its words or by its place; else None.

    A guess, to be reviewed by a person: it is never asked unseen.
    """
    lists = [block for block in challenge.blocks if isinstance(block, ListBlock)]
    if len(lists) != 1 or not challenge.solution:
        return None
    options = [plain(item).strip() for item in lists[0].items]
    if not _are_alternatives(options):
        return None
    right = _named(options, lists[0], plain(_own_words(challenge.solution)))
    if right is None:
        return None
    place = challenge.blocks.index(lists[0])
    stem = (*challenge.blocks[:place], *challenge.blocks[place + 1 :])
    keys = tuple(
        OptionKey(text, number == right, 100.0 if number == right else 0.0)
        for number, text in enumerate(options)
    )
    words = " ".join(plain(_own_words(challenge.solution)).split())
    explanation = words if len(words) <= _EXPLANATION_CHARACTERS else ""
    return Item(challenge.title, stem, ItemKind.SINGLE, keys, explanation)


def _own_words(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Without the words that stand for missing pictures: "A flowchart …" names no option A."""
    return tuple(
        block
        for block in blocks
        if not (
            isinstance(block, Paragraph)
            and len(block.spans) == 1
            and block.spans[0].is_italic
            and block.spans[0].text.startswith("[")
        )
    )


def _are_alternatives(options: Sequence[str]) -> bool:
    """Short, different, and no questions or tasks themselves: those are steps to take."""
    if not 2 <= len(options) <= 10 or len(set(options)) != len(options):
        return False
    return all(
        0 < len(option) <= _OPTION_CHARACTERS and "\n" not in option and not option.endswith("?")
        for option in options
    )


def _named(options: Sequence[str], block: ListBlock, solution: str) -> int | None:
    """The position the solution names; None when it names none, or more than one."""
    held = [n for n, option in enumerate(options) if _stands_in(option, solution)]
    # "B and C" names neither B nor C alone: the longest wins over what it contains.
    longest = [
        n for n in held if not any(m != n and _stands_in(options[n], options[m]) for m in held)
    ]
    if len(longest) == 1:
        return longest[0]
    match = _NAMED_BY_PLACE.search(solution)
    if longest or match is None:
        return None
    mark = match[1]
    place = int(mark) - block.start if mark.isdecimal() else ord(mark.upper()) - ord("A")
    return place if 0 <= place < len(options) else None


def _stands_in(option: str, text: str) -> bool:
    """Whether the option's words stand in the text as a whole, not as part of a longer word."""
    return re.search(rf"(?<!\w){re.escape(option)}(?!\w)", text) is not None
