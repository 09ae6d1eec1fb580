"""Whether a message holds what a scenario expects, and what counts as a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from playground.labels import labels_of, same_label
from playground.scenario.steps import Seen

Message = dict[str, Any]


def visible(view: dict[str, Any]) -> list[Message]:
    """Everything a person reads there, newest last: messages, then toasts, then the open modal."""
    shown = list(view.get("messages") or ())
    keys = [str(key.get("label", "")) for row in view.get("keyboard") or () for key in row]
    if keys and shown:  # Telegram's keyboard below the chat belongs to what was said last
        shown[-1] = {**shown[-1], "labels": keys}
    for index, toast in enumerate(view.get("toasts") or ()):
        text = toast if isinstance(toast, str) else str(toast.get("text", ""))
        shown.append({"id": f"toast:{index}", "kind": "toast", "text": text, "is_private": True})
    if view.get("modal"):
        shown.append(_modal_message(view["modal"]))
    return shown


def fingerprint(message: Message) -> str:
    return json.dumps(message, sort_keys=True, default=str)


def holds(message: Message, seen: Seen) -> bool:
    """All texts (case counts, whitespace folded), all labels, all kinds."""
    text = folded(text_of(message))
    labels = list(labels_of(message)) + list(message.get("labels") or ())
    return (
        all(folded(wanted) in text for wanted in seen.texts)
        and all(any(same_label(wanted, label) for label in labels) for wanted in seen.labels)
        and all(_is_kind(message, kind) for kind in seen.kinds)
    )


def text_of(message: Message) -> str:
    return str(message.get("text") or message.get("system") or "")


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _is_kind(message: Message, kind: str) -> bool:
    if kind == "poll":
        return bool(message.get("poll"))
    if kind == "private":
        return bool(message.get("is_private"))
    if kind == "file":
        return bool(message.get("files"))
    return any(file.get("kind") == "photo" for file in message.get("files") or ()) or any(
        media.get("kind") in {"image", "photo"} for media in _media(message)
    )


def _media(node: Any) -> Iterator[dict[str, Any]]:
    """Pictures inside blocks, embeds and folded details."""
    if isinstance(node, dict):
        if node.get("type") == "media":
            yield node
        if node.get("image"):
            yield {"kind": "image"}
        for value in node.values():
            yield from _media(value)
    elif isinstance(node, list):
        for value in node:
            yield from _media(value)


def _modal_message(modal: dict[str, Any]) -> Message:
    words = [str(modal.get("title", ""))]
    labels = ["Submit"]
    for field in modal.get("fields") or ():
        words += [str(field.get(key) or "") for key in ("label", "description", "value")]
        for option in field.get("options") or ():
            labels.append(str(option.get("label", "")))
            words += [labels[-1], str(option.get("description") or "")]
    return {
        "id": f"modal:{modal.get('id', '')}",
        "kind": "modal",
        "text": "\n".join(word for word in words if word),
        "labels": labels,
        "is_private": True,
    }
