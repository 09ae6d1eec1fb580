"""The demonstration world: a forum group with a cohort's topic, and a plain group."""

from __future__ import annotations

from playground.surface import Member
from playground.telegram.chats import COLORS
from playground.telegram.core import Core
from playground.telegram.rights import ADMIN_RIGHTS, DEFAULT_PERMISSIONS
from playground.telegram.tables import Json

FORUM_ID = -1001700000001
GROUP_ID = -4170000001
COHORT_TOPIC = 2
BOT_RIGHTS = dict.fromkeys(
    ("can_manage_chat", "can_delete_messages", "can_pin_messages", "can_manage_topics",
     "can_invite_users", "can_change_info"), True,
)  # fmt: skip


def build(core: Core) -> None:
    """Makes the two groups, unless an earlier run did."""
    if FORUM_ID in core.chats:
        return
    forum: Json = {
        "id": FORUM_ID,
        "type": "supergroup",
        "slug": "py-group",
        "title": "Python group",
        "is_forum": True,
        "members": {str(core.bot_id): {"status": "administrator", **BOT_RIGHTS}},
        "permissions": dict(DEFAULT_PERMISSIONS),
        "topics": [
            {"id": COHORT_TOPIC, "name": "py-cohort", "icon_color": COLORS[3], "slug": "py-cohort",
             "is_closed": False, "is_deleted": False, "by": 0},
        ],
        "pinned": [],
    }  # fmt: skip
    core.meta.put("counters", {f"messages:{FORUM_ID}": 3, "messages": 1})
    core.chats.put(FORUM_ID, forum)
    group: Json = {
        "id": GROUP_ID,
        "type": "group",
        "slug": "loops-group",
        "title": "Loops group",
        "members": {},
        "permissions": dict(DEFAULT_PERMISSIONS),
        "topics": [],
        "pinned": [],
    }
    core.chats.put(GROUP_ID, group)


def join(core: Core, member: Member) -> None:
    """Puts a person into the groups: the first administrator made them, others help to run them."""
    for chat in core.groups():
        known = chat["members"].get(str(member.telegram_id))
        if known is not None:
            continue
        status: Json = {"status": "member"}
        if "admin" in member.roles:
            has_creator = any(row["status"] == "creator" for row in chat["members"].values())
            status = (
                {"status": "administrator", **dict.fromkeys(ADMIN_RIGHTS, True)}
                if has_creator
                else {"status": "creator"}
            )
        if status["status"] == "creator" and chat["id"] == FORUM_ID:
            _open_cohort(core, chat, member)
        chat["members"][str(member.telegram_id)] = status
        core.chats.put(chat["id"], chat)
        core.changed(chat, "chats")


def _open_cohort(core: Core, chat: Json, creator: Member) -> None:
    """The topic's first message, on which all others in it hang; its number was kept free."""
    if core.message(FORUM_ID, COHORT_TOPIC) is None:
        topic = chat["topics"][0]
        created = {"name": topic["name"], "icon_color": topic["icon_color"]}
        row = core.post(chat, creator.telegram_id, {"forum_topic_created": created},
                        is_service=True, id=COHORT_TOPIC)  # fmt: skip
        core.save(row | {"topic": COHORT_TOPIC})
