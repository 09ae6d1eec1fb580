"""Who is what in a chat, and what the bot may do there, refused in Telegram's words."""

from __future__ import annotations

from playground.telegram.calls import Call
from playground.telegram.core import GENERAL, Core
from playground.telegram.errors import ApiError, bad, forbidden
from playground.telegram.tables import Json

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics",
    "can_manage_tags", "can_send_welcome_messages",
)  # fmt: skip
SEND_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews",
)  # fmt: skip
OTHER_RIGHTS = (
    "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_react_to_messages", "can_edit_tag",
)  # fmt: skip
SENDING = {  # what a refusal calls the thing sent, by the right it needs
    "can_send_messages": "text messages",
    "can_send_audios": "audios",
    "can_send_documents": "documents",
    "can_send_photos": "photos",
    "can_send_videos": "videos",
    "can_send_voice_notes": "voice messages",
    "can_send_polls": "polls",
    "can_send_other_messages": "animations",
}
DEFAULT_PERMISSIONS = dict.fromkeys((*SEND_RIGHTS, "can_invite_users"), True) | dict.fromkeys(
    ("can_change_info", "can_pin_messages", "can_manage_topics"), False
)
INSIDE = ("creator", "administrator", "member")


def status_of(chat: Json, user_id: int) -> Json:
    """The stored status of a person or the bot in a group: at least {"status"}."""
    return dict(chat["members"].get(str(user_id), {"status": "left"}))


def is_inside(chat: Json, user_id: int) -> bool:
    status = status_of(chat, user_id)
    return status["status"] in INSIDE or bool(
        status["status"] == "restricted" and status.get("is_member", True)
    )


def is_admin(chat: Json, user_id: int) -> bool:
    return status_of(chat, user_id)["status"] in ("creator", "administrator")


def has_right(chat: Json, user_id: int, right: str) -> bool:
    """Whether a member may do this in a group, by rank, restriction or the group's own rules."""
    status = status_of(chat, user_id)
    match status["status"]:
        case "creator":
            return True
        case "administrator":
            return right in SEND_RIGHTS or bool(status.get(right))
        case "member":
            return bool(chat["permissions"].get(right))
        case "restricted":
            return bool(status.get(right)) and bool(chat["permissions"].get(right))
    return False


def member_json(core: Core, chat: Json, user_id: int, status: Json | None = None) -> Json:
    """A ChatMember of the API, complete for its status."""
    row = status or status_of(chat, user_id)
    out: Json = {"user": core.user_json(user_id), "status": row["status"]}
    match row["status"]:
        case "creator":
            out["is_anonymous"] = False
        case "administrator":
            out |= {right: bool(row.get(right)) for right in ADMIN_RIGHTS}
            out |= {"can_be_edited": False, "is_anonymous": False}
        case "restricted":
            out |= {right: bool(row.get(right)) for right in (*SEND_RIGHTS, *OTHER_RIGHTS)}
            out |= {"is_member": row.get("is_member", True), "until_date": 0}
        case "kicked":
            out["until_date"] = 0
    return out


def set_status(core: Core, chat: Json, user_id: int, status: Json, *, by: int) -> None:
    """Changes a member and tells the program: my_chat_member of the bot, chat_member of others."""
    old = status_of(chat, user_id)
    chat["members"][str(user_id)] = status
    core.chats.put(chat["id"], chat)
    payload = {
        "chat": core.chat_json(chat),
        "from": core.user_json(by),
        "date": core.now(),
        "old_chat_member": member_json(core, chat, user_id, old),
        "new_chat_member": member_json(core, chat, user_id, status),
    }
    if user_id == core.bot_id:
        core.updates.push("my_chat_member", payload)
    elif is_admin(chat, core.bot_id):
        core.updates.push("chat_member", payload)
    core.changed(chat, "chats")


def group_of_kind(chat: Json) -> str:
    return "supergroup chat" if chat["type"] == "supergroup" else "group chat"


def readable_chat(core: Core, value: object) -> Json:
    """The chat of a request, if the bot is in it or may write to the person."""
    chat = core.chat_by_param(value)
    if chat.get("migrated_to"):
        raise bad(
            "group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat["migrated_to"]},
        )
    if chat["type"] == "private":
        user = core.users[chat["id"]]
        if user.get("is_unknown"):
            raise bad("chat not found")
        if not user["is_started"]:
            shares = any(
                is_inside(group, core.bot_id) and is_inside(group, chat["id"])
                for group in core.groups()
            )
            if shares:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad("chat not found")
        return chat
    if str(core.bot_id) not in chat["members"]:
        raise bad("chat not found")
    if not is_inside(chat, core.bot_id):
        kicked = status_of(chat, core.bot_id)["status"] == "kicked"
        verb = "bot was kicked from the" if kicked else "bot is not a member of the"
        raise forbidden(f"{verb} {group_of_kind(chat)}")
    return chat


def writable_chat(core: Core, call: Call, right: str = "can_send_messages") -> tuple[Json, int]:
    """The chat and topic a message is to be sent to, once everything allows it."""
    chat = readable_chat(core, call.params.get("chat_id"))
    topic = call.integer("message_thread_id")
    if chat["type"] == "private":
        if core.users[chat["id"]]["has_blocked"]:
            raise forbidden("bot was blocked by the user")
        if core.users[chat["id"]].get("is_deactivated"):
            raise forbidden("user is deactivated")
        if topic:
            raise bad("message thread not found")
        return chat, GENERAL
    if not has_right(chat, core.bot_id, right):
        raise not_enough(f"send {SENDING.get(right, 'messages')} to the chat")
    if topic:
        row = core.topic(chat, topic)
        if row is None or row["is_deleted"]:
            raise bad("message thread not found")
        if row["is_closed"] and not has_right(chat, core.bot_id, "can_manage_topics"):
            raise bad("TOPIC_CLOSED")
    elif chat.get("is_general_closed") and not has_right(chat, core.bot_id, "can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return chat, topic


def not_enough(to_do: str) -> ApiError:
    return bad(f"not enough rights to {to_do}")


def need(core: Core, chat: Json, right: str, to_do: str) -> None:
    """Refuses unless the bot has this right in the group."""
    if not has_right(chat, core.bot_id, right):
        raise not_enough(to_do)
