"""A lesson's content between its Markdown and its pages: blocks in order, exercises set apart."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.richtext import Block, Details


@dataclass(frozen=True)
class Challenge:
    """An exercise, numbered from 1 within its lesson. `solution` is empty where none is given."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    solution: tuple[Block, ...] = ()
    hints: tuple[Details, ...] = ()


LessonPart = Block | Challenge
