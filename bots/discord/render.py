"""A screen as Discord's messages: embeds, components and files, split where they do not fit one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bots.dialogue.screen import Attached, Choice, Fact, FormView, Screen, Style
from bots.discord import limits
from bots.discord.components import rows_of
from bots.discord.limits import clip, length
from bots.discord.markdown import chunks, clean, escape_clipped
from engine.foundation.richtext import plain

Json = dict[str, Any]

COLOR = 0x2A9D8F
EMPTY = "\u200b"  # Discord refuses a message, a field name or a value without a character
# Room for title and footer beside a full description within the total of one message; a longer
# body stands in embeds of which two go together.
_BODY = 4000
_HALF = 2850
_FACTS = 5000


@dataclass(frozen=True)
class Message:
    """One message: its JSON body and the files that go with it, in the order of `attachments`."""

    body: Json
    files: tuple[Attached, ...] = ()


@dataclass
class _Part:
    """An embed and the files that must be in the same message."""

    embed: Json = field(default_factory=dict)
    files: list[Attached] = field(default_factory=list)

    @property
    def size(self) -> int:
        fields = self.embed.get("fields", ())
        texts = [self.embed.get("title", ""), self.embed.get("description", "")]
        texts += [self.embed.get("footer", {}).get("text", "")]
        texts += [row[key] for row in fields for key in ("name", "value")]
        return sum(map(length, texts))


def messages_of(screen: Screen) -> list[Message]:
    """The screen's messages in order, at least one; only the last carries the components."""
    groups = _grouped(_parts(screen))
    rows = rows_of(screen.rows, screen.select, screen.title)
    return [_message(group, rows if group is groups[-1] else []) for group in groups]


def words_of(text: str) -> Message:
    """A passing word: a line of its own without an embed."""
    return Message(_body(content=escape_clipped(text, limits.CONTENT)))


def bare(screen: Screen) -> Message:
    """The words alone, for when Discord refuses the rest."""
    lines = [screen.title, plain(screen.body), *(f"{f.name}: {f.value}" for f in screen.facts)]
    words = "\n".join(line for line in (*lines, screen.footer) if line)
    return words_of(words or screen.toast or EMPTY)


def late_form(form: FormView, token: str) -> Screen:
    """What stands in for a modal that can no longer open: a button that asks for it again."""
    return Screen(
        title=form.title, rows=((Choice(form.title, token or form.token, style=Style.PRIMARY),),)
    )


# ── embeds ─────────────────────────────────────────────────────────────────────────────────────


def _parts(screen: Screen) -> list[_Part]:
    bodies = chunks(screen.body, _BODY)
    bodies = chunks(screen.body, _HALF) if len(bodies) > 1 else bodies
    parts = [_Part({"description": body, "color": COLOR}) for body in bodies]
    if screen.title:
        if not parts:
            parts.append(_Part({"color": COLOR}))
        parts[0].embed["title"] = escape_clipped(screen.title, limits.EMBED_TITLE)
    for fields in _field_groups(screen.facts):
        size = sum(length(row["name"]) + length(row["value"]) for row in fields)
        if not parts or "fields" in parts[-1].embed or parts[-1].size + size > limits.EMBEDS_TOTAL:
            parts.append(_Part({"color": COLOR}))
        parts[-1].embed["fields"] = fields
    if screen.footer:
        footer = clip(clean(screen.footer), limits.EMBED_FOOTER)
        if not parts or parts[-1].size + length(footer) > limits.EMBEDS_TOTAL:
            parts.append(_Part({"color": COLOR}))
        parts[-1].embed["footer"] = {"text": footer}
    return _with_files(parts, screen.attached)


def _field_groups(facts: tuple[Fact, ...]) -> list[list[Json]]:
    groups: list[list[Json]] = []
    size = 0
    for fact in facts:
        row: Json = {
            "name": escape_clipped(fact.name, limits.FIELD_NAME) or EMPTY,
            "value": escape_clipped(fact.value, limits.FIELD_VALUE) or EMPTY,
            "inline": fact.is_inline,
        }
        needed = length(row["name"]) + length(row["value"])
        if not groups or len(groups[-1]) == limits.FIELDS_AN_EMBED or size + needed > _FACTS:
            groups.append([])
            size = 0
        groups[-1].append(row)
        size += needed
    return groups


def _with_files(parts: list[_Part], attached: tuple[Attached, ...]) -> list[_Part]:
    """Pictures become images of embeds, the first under the text; other files hang below."""
    for number, file in enumerate(attached):
        if len(file.content) > limits.FILE_BYTES:
            parts.append(_Part({"description": escape_clipped(f"📎 {file.name}", 400)}))
            continue
        if file.is_picture:
            # Discord rewrites names with spaces or letters beyond ASCII; the reference must match.
            ending = re.search(r"\.[A-Za-z0-9]{1,5}$", file.name)
            name = f"picture{number}{ending[0].lower() if ending else '.png'}"
            if not parts or "image" in parts[-1].embed or len(parts[-1].files) > 0:
                parts.append(_Part({"color": COLOR}))
            parts[-1].embed["image"] = {"url": f"attachment://{name}"}
            parts[-1].files.append(Attached(name, file.content, file.alt, True))
        else:
            if not parts or len(parts[-1].files) == limits.FILES_A_MESSAGE:
                parts.append(_Part())
            parts[-1].files.append(file)
    return parts


# ── messages ───────────────────────────────────────────────────────────────────────────────────


def _grouped(parts: list[_Part]) -> list[list[_Part]]:
    groups: list[list[_Part]] = [[]]
    for part in parts:
        together = [*groups[-1], part]
        is_full = (
            len(together) > limits.EMBEDS_A_MESSAGE
            or sum(one.size for one in together) > limits.EMBEDS_TOTAL
            or sum(len(one.files) for one in together) > limits.FILES_A_MESSAGE
        )
        if is_full:
            groups.append([part])
        else:
            groups[-1].append(part)
    return groups


def _message(parts: list[_Part], rows: list[Json]) -> Message:
    files = tuple(file for part in parts for file in part.files)
    embeds = [part.embed for part in parts if part.embed.keys() - {"color"}]
    content = "" if embeds or files else EMPTY
    attachments = [
        {"id": number, "filename": file.name}
        | ({"description": clip(clean(file.alt), limits.ALT_TEXT)} if file.alt else {})
        for number, file in enumerate(files)
    ]
    return Message(_body(content, embeds, rows, attachments), files)


def _body(
    content: str = "",
    embeds: list[Json] | None = None,
    rows: list[Json] | None = None,
    attachments: list[Json] | None = None,
) -> Json:
    """Every part is named, so that an edit takes away what the former screen had."""
    return {
        "content": content,
        "embeds": embeds or [],
        "components": rows or [],
        "attachments": attachments or [],
        "allowed_mentions": {"parse": []},
    }
