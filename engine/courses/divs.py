"""Fenced blocks (":::: challenge") cut out of a lesson's Markdown, before the Markdown is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.courses.reading import Reading

MAX_DEPTH = 12

_FENCE = re.compile(r" {0,3}(:{3,})\s*(.*?)\s*:*\s*$")
_NAME = re.compile(r"\{?\s*\.?([A-Za-z][\w-]*)")
_CODE_FENCE = re.compile(r"\s*(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}|~{3,})(.*)$")
_TITLE = re.compile(r"title\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass
class Segment:
    """Plain Markdown between two fences; `line` is its first line in the file."""

    line: int
    lines: list[str] = field(default_factory=list)


@dataclass
class Div:
    name: str
    line: int
    title: str = ""
    children: list[Segment | Div] = field(default_factory=list)


def cut_divs(text: str, reading: Reading, first_line: int) -> Div:
    """The text as a tree under a nameless root. A closing fence closes the innermost open block,
    however many colons either has (Pandoc's rule); fences inside code are code."""
    root = Div("", first_line)
    stack = [root]
    code_fence = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        code_fence, was_code = _code_state(line, code_fence)
        match = None if was_code else _FENCE.match(line)
        if match is None:
            _segment(stack[-1], number).lines.append(line)
        elif not match[2]:
            _close(stack, reading, number)
        elif (name := _NAME.match(match[2])) and len(stack) <= MAX_DEPTH:
            title = _TITLE.search(match[2])
            div = Div(name[1].lower(), number, (title[1] or title[2] or "") if title else "")
            stack[-1].children.append(div)
            stack.append(div)
        else:
            _segment(stack[-1], number).lines.append(line)
    for div in stack[1:]:
        reading.note("warning", "courses.block_unclosed", div.line, name=div.name)
    return root


def _code_state(line: str, open_fence: str) -> tuple[str, bool]:
    """The code fence open after this line, and whether the line belongs to code."""
    match = _CODE_FENCE.match(line)
    if open_fence:
        closes = match and match[1].startswith(open_fence) and not match[2].strip()
        return ("" if closes else open_fence), True
    if match and not (match[1][0] == "`" and "`" in match[2]):
        return match[1], True
    return "", False


def _segment(div: Div, line: int) -> Segment:
    last = div.children[-1] if div.children else None
    if isinstance(last, Segment):
        return last
    segment = Segment(line)
    div.children.append(segment)
    return segment


def _close(stack: list[Div], reading: Reading, line: int) -> None:
    if len(stack) == 1:
        reading.note("warning", "courses.block_unopened", line)
        return
    stack.pop()
