"""Records as Discord sends them: users, members, channels, guild and messages on the wire."""

from __future__ import annotations

from collections.abc import Callable

from playground.discord.permissions import channel_permissions
from playground.discord.records import Json, State, is_thread

LOCALES = [
    "id",
    "da",
    "de",
    "en-GB",
    "en-US",
    "es-ES",
    "es-419",
    "fr",
    "hr",
    "it",
    "lt",
    "hu",
    "nl",
    "no",
    "pl",
    "pt-BR",
    "ro",
    "fi",
    "sv-SE",
    "vi",
    "tr",
    "cs",
    "el",
    "bg",
    "ru",
    "uk",
    "hi",
    "th",
    "zh-CN",
    "ja",
    "zh-TW",
    "ko",
]


def discord_locale(language: str) -> str:
    """The client's language as Discord names it; English for what Discord does not speak."""
    if language in LOCALES:
        return language
    by_base = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "sv": "sv-SE", "zh": "zh-CN"}
    base = language.split("-")[0].lower()
    return by_base.get(base, base if base in LOCALES else "en-US")


class Wire:
    """Builds payloads from the state; `public_url` gives the address files are fetched from."""

    def __init__(self, state: State, public_url: Callable[[], str]) -> None:
        self._state = state
        self._public_url = public_url

    def user(self, user_id: str) -> Json:
        row = self._state.users[user_id]
        payload: Json = {
            "id": row["id"], "username": row["username"], "global_name": row["global_name"],
            "discriminator": "0", "avatar": None, "public_flags": 0, "flags": 0,
            "avatar_decoration_data": None, "banner": None, "accent_color": None,
            "primary_guild": None, "collectibles": None,
        }  # fmt: skip
        if row["is_bot"]:
            payload["bot"] = True
        return payload

    def me(self) -> Json:
        bot_id = self._state.meta["bot"]["id"]
        return self.user(bot_id) | {
            "verified": True, "mfa_enabled": True, "email": None, "locale": "en-US",
        }  # fmt: skip

    def member(self, user_id: str, *, with_user: bool = True) -> Json:
        row = self._state.members[user_id]
        payload: Json = {
            "roles": row["roles"], "joined_at": row["joined_at"], "nick": row["nick"],
            "deaf": False, "mute": False, "flags": 0, "avatar": None, "banner": None,
            "premium_since": None, "pending": False, "communication_disabled_until": None,
        }  # fmt: skip
        if with_user:
            payload["user"] = self.user(user_id)
        return payload

    def role(self, row: Json) -> Json:
        payload: Json = {
            "id": row["id"], "name": row["name"], "color": row["color"], "hoist": row["hoist"],
            "colors": {
                "primary_color": row["color"], "secondary_color": None, "tertiary_color": None,
            },
            "position": row["position"], "permissions": row["permissions"],
            "managed": row["managed"], "mentionable": row["mentionable"], "flags": 0,
            "icon": None, "unicode_emoji": None, "description": None,
        }  # fmt: skip
        if row["bot_id"]:
            payload["tags"] = {"bot_id": row["bot_id"]}
        return payload

    def channel(self, row: Json) -> Json:
        if row["type"] == 1:
            return {
                "id": row["id"], "type": 1, "flags": 0,
                "last_message_id": row.get("last_message_id"),
                "recipients": [self.user(row["recipient_id"])],
            }  # fmt: skip
        if is_thread(row):
            return self.thread(row)
        kept = {key: value for key, value in row.items() if key != "slug"}
        return kept | {"guild_id": self._state.guild_id, "flags": row.get("flags", 0)}

    def thread(self, row: Json) -> Json:
        bot_id = self._state.meta["bot"]["id"]
        messages = self._state.messages_in(row["id"])
        payload: Json = {
            "id": row["id"], "type": row["type"], "guild_id": self._state.guild_id,
            "parent_id": row["parent_id"], "owner_id": row["owner_id"], "name": row["name"],
            "last_message_id": messages[-1]["id"] if messages else None,
            "message_count": len(messages), "total_message_sent": len(messages),
            "member_count": min(50, len(row["member_ids"])), "rate_limit_per_user": 0,
            "flags": row.get("flags", 0), "applied_tags": row.get("applied_tags", []),
            "thread_metadata": {
                "archived": row["is_archived"], "locked": row["is_locked"],
                "auto_archive_duration": row["auto_archive_duration"],
                "archive_timestamp": row["created_at"], "create_timestamp": row["created_at"],
                "invitable": True,
            },
        }  # fmt: skip
        if bot_id in row["member_ids"]:
            payload["member"] = self.thread_member(row, bot_id)
        return payload

    def thread_member(self, row: Json, user_id: str) -> Json:
        joined = row["created_at"]
        return {"id": row["id"], "user_id": user_id, "join_timestamp": joined, "flags": 0}

    def guild(self) -> Json:
        state = self._state
        return {
            "id": state.guild_id, "name": state.guild["name"], "icon": None, "splash": None,
            "discovery_splash": None, "description": state.guild["description"], "banner": None,
            "owner_id": state.guild["owner_id"], "region": "local", "features": ["COMMUNITY"],
            "afk_channel_id": None, "afk_timeout": 300, "verification_level": 0,
            "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0,
            "nsfw_level": 0, "nsfw": False, "application_id": None, "incidents_data": None,
            "system_channel_id": state.guild.get("system_channel_id"), "system_channel_flags": 0,
            "rules_channel_id": None, "public_updates_channel_id": None,
            "safety_alerts_channel_id": None, "vanity_url_code": None, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": "en-US", "max_members": 500_000,
            "max_presences": None, "max_video_channel_users": 25, "widget_enabled": False,
            "max_stage_video_channel_users": 50, "premium_progress_bar_enabled": False,
            "emojis": [], "stickers": [], "home_header": None,
            "roles": [self.role(row) for row in state.roles],
        }  # fmt: skip

    def guild_create(self, members: list[str]) -> Json:
        """The guild as it enters a session: channels and threads the bot sees, these members."""
        state = self._state
        bot_id = state.meta["bot"]["id"]
        places = [row for row in state.channels if row["type"] != 1]
        return self.guild() | {
            "joined_at": state.members[bot_id]["joined_at"], "large": False, "unavailable": False,
            "member_count": len(state.members), "presences": [], "stage_instances": [],
            "soundboard_sounds": [],
            "members": [self.member(id) for id in members],
            "voice_states": [self.voice_state(row) for row in state.voice if row["channel_id"]],
            "channels": [self.channel(row) for row in places if not is_thread(row)],
            "threads": [
                self.thread(row)
                for row in places
                if is_thread(row) and not row["is_archived"]
                and channel_permissions(state, bot_id, row)
            ],
            "guild_scheduled_events": [self.event(row) for row in state.events],
        }  # fmt: skip

    def voice_state(self, row: Json) -> Json:
        payload: Json = {
            "guild_id": self._state.guild_id, "channel_id": row["channel_id"],
            "user_id": row["user_id"], "session_id": f"voice-{row['user_id']}", "deaf": False,
            "mute": False, "self_deaf": False, "self_mute": False, "self_video": False,
            "suppress": False, "request_to_speak_timestamp": None,
        }  # fmt: skip
        if row["user_id"] in self._state.members:
            payload["member"] = self.member(row["user_id"])
        return payload

    def event(self, row: Json) -> Json:
        kept = {key: value for key, value in row.items() if key != "interested"}
        return kept | {
            "guild_id": self._state.guild_id, "user_count": len(row["interested"]),
            "creator": self.user(row["creator_id"]),
        }  # fmt: skip

    def file_url(self, attachment_id: str) -> str:
        return f"{self._public_url()}/files/discord/{attachment_id}"

    def attachment(self, row: Json) -> Json:
        url = self.file_url(row["id"])
        return {key: value for key, value in row.items() if value is not None} | {
            "url": url,
            "proxy_url": url,
        }

    def message(self, row: Json) -> Json:
        """A message as the API sends it, whole."""
        state = self._state
        by_name = {file["filename"]: self.file_url(file["id"]) for file in row["attachments"]}
        payload: Json = {
            "id": row["id"], "channel_id": row["channel_id"], "type": row["type"],
            "author": self.user(row["author_id"]), "content": row["content"],
            "timestamp": row["at"], "edited_timestamp": row["edited_at"], "tts": False,
            "mention_everyone": row["mention_everyone"], "mention_roles": row["mention_roles"],
            "mentions": [self.user(id) for id in row["mentions"]],
            "attachments": [self.attachment(file) for file in row["attachments"]],
            "embeds": [_with_files({"type": "rich"} | embed, by_name) for embed in row["embeds"]],
            "components": [_with_files(part, by_name) for part in row["components"]],
            "pinned": row["is_pinned"], "flags": row["flags"],
            "reactions": [
                self._reaction(emoji, ids) for emoji, ids in row["reactions"].items() if ids
            ],
        }  # fmt: skip
        if row.get("nonce") is not None:
            payload["nonce"] = row["nonce"]
        if row.get("reference"):
            self._refer(payload, row["reference"])
        if row.get("thread_id") in state.channels:
            payload["thread"] = self.thread(state.channels[row["thread_id"]])
        if row.get("interaction"):
            self._credit(payload, row["interaction"])
        return payload

    def told_message(self, row: Json) -> Json:
        """A message as the gateway tells of it: with its guild, and who its author is there."""
        state = self._state
        payload = self.message(row)
        if state.channels[row["channel_id"]]["type"] != 1:
            payload["guild_id"] = state.guild_id
            if row["author_id"] in state.members:
                payload["member"] = self.member(row["author_id"], with_user=False)
        return payload

    def _refer(self, payload: Json, reference: str) -> None:
        original = self._state.messages.get(reference)
        payload["message_reference"] = {
            "type": 0, "message_id": reference, "channel_id": payload["channel_id"],
        }  # fmt: skip
        payload["referenced_message"] = (
            self.message(original | {"reference": None}) if original else None
        )

    def _credit(self, payload: Json, interaction: Json) -> None:
        """Whose command or press this message answers. It makes the message a webhook's, too."""
        user = self.user(interaction["user_id"])
        payload["application_id"] = payload["webhook_id"] = self._state.meta["bot"]["id"]
        payload["interaction_metadata"] = self._metadata(interaction)
        if interaction["type"] == 2:
            payload["interaction"] = {
                "id": interaction["id"], "type": 2, "name": interaction["name"], "user": user,
            }  # fmt: skip

    def _metadata(self, interaction: Json) -> Json:
        """Of a press it names the message, of a form the interaction that opened it."""
        payload: Json = {
            "id": interaction["id"], "type": interaction["type"],
            "user": self.user(interaction["user_id"]),
            "authorizing_integration_owners": {"0": self._state.guild_id},
        }  # fmt: skip
        if interaction["type"] == 3 and interaction.get("message_id"):
            payload["interacted_message_id"] = interaction["message_id"]
        if interaction["type"] == 5 and interaction.get("opener"):
            payload["triggering_interaction_metadata"] = self._metadata(interaction["opener"])
        return payload

    def _reaction(self, emoji: str, ids: list[str]) -> Json:
        return {
            "emoji": {"id": None, "name": emoji}, "count": len(ids),
            "me": self._state.meta["bot"]["id"] in ids, "me_burst": False, "burst_colors": [],
            "count_details": {"burst": 0, "normal": len(ids)},
        }  # fmt: skip


def _with_files(part: object, by_name: dict[str, str]) -> object:
    """The same structure with every attachment:// address replaced by where the file lies."""
    if isinstance(part, dict):
        made = {key: _with_files(value, by_name) for key, value in part.items()}
        url = part.get("url")
        if isinstance(url, str) and url.startswith("attachment://"):
            made["url"] = by_name.get(url.removeprefix("attachment://"), url)
            made["proxy_url"] = made["url"]
        return made
    if isinstance(part, list):
        return [_with_files(value, by_name) for value in part]
    return part
