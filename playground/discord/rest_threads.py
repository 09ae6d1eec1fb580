"""REST: threads of channels and posts of forums, and who is in them."""

from __future__ import annotations

from playground.discord import guild, limits, messages
from playground.discord.bodies import check_message
from playground.discord.errors import ApiError, FormErrors, bad_field, unknown
from playground.discord.messages import Draft
from playground.discord.permissions import may
from playground.discord.records import Json, is_thread
from playground.discord.rest import Call, Route

GUILD = "/guilds/{guild_id}"
THREADS = "/channels/{channel_id}"


def _check_thread(call: Call) -> None:
    errors, body = FormErrors(), call.body
    if errors.required(("name",), body.get("name")):
        errors.length(("name",), body["name"], 1, limits.CHANNEL_NAME)
    if body.get("auto_archive_duration") not in (None, 60, 1440, 4320, 10080):
        words = "Value must be one of (60, 1440, 4320, 10080)."
        errors.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", words)
    errors.length(("applied_tags",), body.get("applied_tags"), 0, limits.APPLIED_TAGS, items=True)
    errors.raise_if_any()


def _thread(call: Call, parent: Json, kind: int, source: Json | None = None) -> Json:
    tags = [str(id) for id in call.body.get("applied_tags") or ()]
    return guild.create_thread(
        call.core, parent, call.core.bot_id, name=str(call.body["name"]), kind=kind, source=source,
        archive_minutes=call.body.get("auto_archive_duration") or 1440, tags=tags,
    )  # fmt: skip


def thread_from_message(call: Call) -> Json:
    parent = call.channel("create_public_threads")
    _check_thread(call)
    source = messages.find(call.core, parent["id"], call.params["message_id"])
    if source.get("thread_id"):
        raise ApiError(400, 160004, "A thread has already been created for this message")
    return call.core.wire.thread(_thread(call, parent, 11, source))


def create_thread(call: Call) -> Json:
    """A thread without a message; in a forum a post with its first message."""
    parent, core = call.channel(), call.core
    _check_thread(call)
    if parent["type"] != 15:
        kind = int(call.body.get("type") or 12)
        if kind not in (11, 12) or parent["type"] != 0:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        call.need(parent, "create_private_threads" if kind == 12 else "create_public_threads")
        return core.wire.thread(_thread(call, parent, kind))
    call.need(parent, "send_messages")
    body = call.body.get("message")
    if body is None:
        raise bad_field(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    known = {tag["id"] for tag in parent.get("available_tags") or ()}
    if not {str(id) for id in call.body.get("applied_tags") or ()} <= known:
        raise ApiError(404, 10087, "Unknown tag")
    # Checked before the thread is made: a post never stands there without its message.
    check_message(body, is_v2=bool(int(body.get("flags") or 0) & limits.IS_V2))
    if not (body.get("content") or body.get("embeds") or body.get("components") or call.files):
        raise ApiError(400, 50006, "Cannot send an empty message")
    thread = _thread(call, parent, 11)
    made = messages.create(core, body, Draft(thread, core.bot_id, call.files))
    return core.wire.thread(thread) | {"message": core.wire.message(made)}


def _thread_of(call: Call) -> Json:
    thread = call.channel()
    if not is_thread(thread):
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return thread


def join_thread(call: Call) -> None:
    guild.change_thread_member(call.core, _thread_of(call), call.core.bot_id, is_added=True)


def leave_thread(call: Call) -> None:
    guild.change_thread_member(call.core, _thread_of(call), call.core.bot_id, is_added=False)


def add_to_thread(call: Call) -> None:
    thread, user_id = _thread_of(call), call.params["user_id"]
    if user_id not in call.core.state.members:
        raise unknown(10007)
    if not may(call.core.state, user_id, call.core.state.parent_of(thread), "view_channel"):
        raise ApiError(403, 50001, "Missing Access")
    if len(thread["member_ids"]) >= limits.THREAD_MEMBERS:
        raise ApiError(400, 30033, "Maximum number of thread participants has been reached (1000)")
    call.need(thread, "send_messages_in_threads")
    guild.change_thread_member(call.core, thread, user_id, is_added=True)


def remove_from_thread(call: Call) -> None:
    thread = _thread_of(call)
    if not (thread["owner_id"] == call.core.bot_id and thread["type"] == 12):
        call.need(thread, "manage_threads")
    guild.change_thread_member(call.core, thread, call.params["user_id"], is_added=False)


def thread_members(call: Call) -> list[Json]:
    thread = _thread_of(call)
    return [call.core.wire.thread_member(thread, id) for id in thread["member_ids"]]


def _threads(call: Call, rows: list[Json]) -> Json:
    mine = [row for row in rows if call.core.bot_id in row["member_ids"]]
    return {
        "threads": [call.core.wire.thread(row) for row in rows],
        "members": [call.core.wire.thread_member(row, call.core.bot_id) for row in mine],
    }


def active_threads(call: Call) -> Json:
    call.guild()
    state = call.core.state
    rows = [
        row
        for row in state.channels
        if is_thread(row) and not row["is_archived"] and may(state, call.core.bot_id, row)
    ]
    return _threads(call, rows)


def archived_threads(call: Call) -> Json:
    parent = call.channel("read_message_history")
    kind = 12 if call.params["kind"] == "private" else 11
    rows = [
        row
        for row in call.core.state.threads_of(parent["id"])
        if row["is_archived"] and row["type"] == kind
    ]
    return _threads(call, rows) | {"has_more": False}


ROUTES: list[Route] = [
    ("GET", GUILD + "/threads/active", active_threads),
    ("POST", THREADS + "/messages/{message_id}/threads", thread_from_message),
    ("POST", THREADS + "/threads", create_thread),
    ("GET", THREADS + "/threads/archived/{kind}", archived_threads),
    ("GET", THREADS + "/thread-members", thread_members),
    ("PUT", THREADS + "/thread-members/@me", join_thread),
    ("DELETE", THREADS + "/thread-members/@me", leave_thread),
    ("PUT", THREADS + "/thread-members/{user_id}", add_to_thread),
    ("DELETE", THREADS + "/thread-members/{user_id}", remove_from_thread),
]
