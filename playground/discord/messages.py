"""Messages: made, changed and deleted, with attachments, mentions, and their events."""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image, UnidentifiedImageError

from playground.discord import limits
from playground.discord.bodies import check_message, check_not_empty, completed, walk
from playground.discord.core import Core
from playground.discord.errors import ApiError, bad_field, unknown
from playground.discord.permissions import may
from playground.discord.records import Json
from playground.discord.sessions import DM_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT

NONCE_MINUTES = 5
SENDABLE = limits.SUPPRESS_EMBEDS | limits.SILENT | limits.IS_V2
_USERS = re.compile(r"(?<!\\)<@!?(\d+)>")
_ROLES = re.compile(r"(?<!\\)<@&(\d+)>")
_ALL = re.compile(r"@(everyone|here)\b")


@dataclass
class Upload:
    """A file that came with a request, in the order of its field's number."""

    name: str
    content: bytes = field(repr=False)
    description: str | None = None


@dataclass
class Draft:
    """Everything that decides how a message is stored besides its body."""

    channel: Json
    author_id: str
    files: Sequence[tuple[int, Upload]] = ()
    interaction: Json | None = None
    visible_to: str = ""  # the one person who sees it: ephemeral
    kind: int = 0


def keep_file(core: Core, upload: Upload, *, is_private: bool = False) -> Json:
    """Stores a file and gives its attachment record. Raises 40005 for one that is too large."""
    if len(upload.content) > limits.FILE_BYTES:
        raise ApiError(413, 40005, "Request entity too large")
    id = core.state.new_id()
    core.store.put_file(f"discord/{id}", upload.name, upload.content)
    kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    width = height = None
    if kind.startswith("image/"):
        try:
            with Image.open(io.BytesIO(upload.content)) as picture:
                width, height = picture.size
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
            kind = "application/octet-stream"
    row: Json = {
        "id": id, "filename": upload.name, "size": len(upload.content), "content_type": kind,
        "width": width, "height": height, "description": upload.description,
    }  # fmt: skip
    return row | ({"ephemeral": True} if is_private else {})


def create(core: Core, body: Json, draft: Draft) -> Json:
    """Validates and stores a message, tells the gateway and the page. Returns its record."""
    flags = int(body.get("flags") or 0)
    is_v2 = bool(flags & limits.IS_V2)
    check_message(body, is_v2=is_v2)
    row: Json = {
        "id": "", "channel_id": draft.channel["id"], "author_id": draft.author_id,
        "type": draft.kind, "content": (body.get("content") or "").strip(), "at": core.state.now(),
        "edited_at": None, "embeds": body.get("embeds") or [],
        "components": completed(body.get("components") or []), "attachments": [],
        "flags": flags & SENDABLE, "is_pinned": False, "reactions": {}, "reference": None,
        "nonce": body.get("nonce"), "visible_to": draft.visible_to, "is_pending": False,
        "interaction": draft.interaction,
    }  # fmt: skip
    if draft.visible_to:
        row["flags"] |= limits.EPHEMERAL
    _note_mentions(core, row, body, draft)
    _note_reference(core, row, body, draft)
    row["attachments"] = _attached(core, body, draft.files, is_private=bool(draft.visible_to))
    _check_files(row)
    check_not_empty(row)
    row["id"] = core.state.new_id()
    return post(core, row)


def post(core: Core, row: Json) -> Json:
    """Puts a finished message into its channel and tells those who may know."""
    channel = core.state.channels[row["channel_id"]]
    core.state.put_message(row)
    channel["last_message_id"] = row["id"]
    core.state.channels.put(channel["id"], channel)
    tell(core, "MESSAGE_CREATE", row)
    core.notify("message", channel, row["visible_to"])
    return row


def tell(core: Core, event: str, row: Json) -> None:
    """The event of a message; an ephemeral one has none."""
    if row["visible_to"]:
        return
    channel = core.state.channels[row["channel_id"]]
    payload = core.wire.told_message(row)
    if row.get("nonce") is None:
        payload.pop("nonce", None)
    is_dm = channel["type"] == 1
    if not is_dm and not may(core.state, core.bot_id, channel, "view_channel"):
        return
    is_open = is_dm or row["author_id"] == core.bot_id or core.bot_id in row["mentions"]

    def shape(intents: int) -> Json:
        # Without the intent, words of others reach the bot only where they are meant for it.
        if is_open or intents & MESSAGE_CONTENT:
            return payload
        return payload | {"content": "", "embeds": [], "attachments": [], "components": []}

    core.gateway.dispatch(event, shape, intent=DM_MESSAGES if is_dm else GUILD_MESSAGES)


def edit(
    core: Core, row: Json, body: Json, *, files: Sequence[tuple[int, Upload]] = (),
    is_fulfilling: bool = False,
) -> Json:  # fmt: skip
    """Changes what the body names and leaves the rest. `is_fulfilling`: the end of "thinking"."""
    flags = int(body["flags"]) if body.get("flags") is not None else row["flags"]
    is_v2 = bool((flags | row["flags"]) & limits.IS_V2)
    check_message(body, is_v2=is_v2)
    changed = dict(row)
    if "content" in body:
        changed["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        changed["embeds"] = body["embeds"] or []
    if "components" in body:
        changed["components"] = completed(body["components"] or [])
    changeable = limits.SUPPRESS_EMBEDS | limits.IS_V2
    changed["flags"] = (row["flags"] & ~limits.LOADING) | (flags & changeable)
    if is_v2 and (changed["content"] or changed["embeds"]):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        words = "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        raise bad_field(("content",), code, words)
    channel = core.state.channels[row["channel_id"]]
    if "content" in body:
        _note_mentions(core, changed, body, Draft(channel, row["author_id"]))
    if "attachments" in body or files:
        kept = _kept(row, body)
        is_private = bool(row["visible_to"])
        changed["attachments"] = kept + _attached(core, body, files, is_private=is_private)
    _check_files(changed)
    check_not_empty(changed)
    changed["is_pending"] = False
    if not is_fulfilling:
        changed["edited_at"] = core.state.now()
    core.state.put_message(changed)
    tell(core, "MESSAGE_UPDATE", changed)
    core.notify("message" if is_fulfilling else "edit", channel, changed["visible_to"])
    return changed


def delete(core: Core, row: Json) -> None:
    channel = core.state.channels[row["channel_id"]]
    core.state.delete_message(row)
    if not row["visible_to"]:
        is_dm = channel["type"] == 1
        data: Json = {"id": row["id"], "channel_id": row["channel_id"]}
        data |= {} if is_dm else {"guild_id": core.state.guild_id}
        intent = DM_MESSAGES if is_dm else GUILD_MESSAGES
        core.gateway.dispatch("MESSAGE_DELETE", data, intent=intent)
    core.notify("delete", channel, row["visible_to"])


def find(core: Core, channel_id: str, message_id: str) -> Json:
    """A message as the bot finds it by its id; an ephemeral one is not found (10008)."""
    row = core.state.messages.get(message_id)
    if row is None or row["channel_id"] != channel_id or row["visible_to"]:
        raise unknown(10008)
    return row


def repeated(core: Core, channel_id: str, body: Json) -> Json | None:
    """The message an enforced nonce of the last minutes already made here, if any."""
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    now = core.clock()
    made = core.state.nonces.get((channel_id, str(nonce)))
    if made is not None and abs(now - made[0]) < timedelta(minutes=NONCE_MINUTES):
        return core.state.messages.get(made[1])
    return None


def remember_nonce(core: Core, row: Json, body: Json) -> None:
    if row.get("nonce") is not None and body.get("enforce_nonce"):
        core.state.nonces[(row["channel_id"], str(row["nonce"]))] = (core.clock(), row["id"])


def _note_mentions(core: Core, row: Json, body: Json, draft: Draft) -> None:
    """Who is pinged: named in the text, and allowed by allowed_mentions and the author's rights."""
    state = core.state
    allowed = body.get("allowed_mentions")
    parse = ["users", "roles", "everyone"] if allowed is None else allowed.get("parse") or []
    texts = [row["content"]]
    texts += [str(part["content"]) for part in walk(row["components"]) if part.get("type") == 10]
    text = "\n".join(texts)
    lists = allowed or {}

    def permitted(kind: str, ids: list[str], known: Any) -> list[str]:
        named = {str(id) for id in lists.get(kind) or ()}
        return [id for id in dict.fromkeys(ids) if id in known and (kind in parse or id in named)]

    row["mentions"] = permitted("users", _USERS.findall(text), state.users)
    roles = permitted("roles", _ROLES.findall(text), state.roles)
    is_strong = draft.channel["type"] == 1 or may(
        state, draft.author_id, draft.channel, "mention_everyone"
    )
    row["mention_roles"] = [id for id in roles if is_strong or state.roles[id]["mentionable"]]
    row["mention_everyone"] = bool(is_strong and "everyone" in parse and _ALL.search(text))


def _note_reference(core: Core, row: Json, body: Json, draft: Draft) -> None:
    reference = body.get("message_reference")
    if not reference or reference.get("message_id") is None:
        return
    original = core.state.messages.get(reference["message_id"])
    if original is None or original["channel_id"] != draft.channel["id"]:
        if reference.get("fail_if_not_exists", True):
            code, words = "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"
            raise bad_field(("message_reference",), code, words)
        return
    row["reference"], row["type"] = original["id"], 19
    allowed = body.get("allowed_mentions")
    if allowed is None or allowed.get("replied_user"):
        row["mentions"] = list(dict.fromkeys([*row["mentions"], original["author_id"]]))


def _attached(
    core: Core, body: Json, files: Sequence[tuple[int, Upload]], *, is_private: bool
) -> list[Json]:
    about = {str(entry.get("id")): entry for entry in body.get("attachments") or ()}
    rows: list[Json] = []
    for number, upload in files:
        entry = about.get(str(number), {})
        upload.description = entry.get("description")
        upload.name = entry.get("filename") or upload.name
        rows.append(keep_file(core, upload, is_private=is_private))
    return rows


def _kept(row: Json, body: Json) -> list[Json]:
    """The former attachments an edit keeps: all when it names none, else those it names."""
    if "attachments" not in body:
        return list(row["attachments"])
    named = {str(entry.get("id")) for entry in body["attachments"] or ()}
    return [file for file in row["attachments"] if file["id"] in named]


def _check_files(row: Json) -> None:
    if len(row["attachments"]) > limits.FILES:
        words = "Must be 10 or fewer in length."
        raise bad_field(("attachments",), "BASE_TYPE_MAX_LENGTH", words)
