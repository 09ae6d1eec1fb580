"""A scenario as a chat to read: who did what where, and what the bots showed."""

from __future__ import annotations

from typing import Any, TextIO

from playground.labels import labels_of
from playground.scenario.matching import text_of

_WIDTH = 100


class Transcript:
    """Writes one file's story to `out`, line by line, while it happens."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def heading(self, name: str) -> None:
        self._write(f"\n── {name} {'─' * max(4, _WIDTH - len(name) - 4)}")

    def action(self, text: str) -> None:
        self._write(f"\n▸ {text}")

    def note(self, text: str) -> None:
        self._write(f"  · {text}")

    def message(self, where: str, message: dict[str, Any]) -> None:
        for line in rendered(where, message):
            self._write(line)

    def output(self, text: str) -> None:
        for line in text.rstrip().splitlines()[-20:]:
            self._write(f"  ¦ {line}")

    def passed(self, text: str) -> None:
        self._write(f"  ✓ {text}")

    def difference(self, text: str) -> None:
        self._write(f"\n✗ {text}")

    def _write(self, line: str) -> None:
        self._out.write(line.rstrip() + "\n")


def rendered(where: str, message: dict[str, Any]) -> list[str]:
    """A message as lines: its head, its words behind a bar, its buttons in brackets."""
    author = (message.get("author") or {}).get("display_name") or message.get("kind") or "service"
    marks = [
        word
        for key, word in (("is_edited", "edited"), ("is_private", "private"), ("poll", "poll"))
        if message.get(key)
    ]
    lines = [f"  ╭ {author} · {where}" + (f" · {', '.join(marks)}" if marks else "")]
    words = text_of(message).splitlines()
    lines += [f"  │ {line}" for line in words[:40]]
    if len(words) > 40:
        lines.append(f"  │ … {len(words) - 40} more lines")
    for file in message.get("files") or ():
        lines.append(f"  │ ▤ {file.get('kind', 'file')}: {file.get('name', '')}")
    row: list[str] = []
    for label in [*labels_of(message), *(message.get("labels") or ())]:
        row.append(f"[{label}]")
        if len(" ".join(row)) > _WIDTH - 20:
            lines.append(f"  │ {' '.join(row)}")
            row = []
    if row:
        lines.append(f"  │ {' '.join(row)}")
    return [*lines, "  ╰"]
