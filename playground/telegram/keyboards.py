"""Keyboards under messages, checked as Telegram checks them: inline, reply or forced reply."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playground.telegram.calls import Call
from playground.telegram.errors import bad
from playground.telegram.tables import Json

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
)  # fmt: skip
STYLES = ("primary", "success", "danger")
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8


def read_markup(call: Call, *, inline_only: bool = False) -> Json:
    """{"inline"}, {"keyboard"}, {"remove"} or {"force"}: what hangs under the message."""
    given = call.json("reply_markup")
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        rows = _rows(given["inline_keyboard"], "inline keyboard")
        checked = [[_inline_button(button) for button in row] for row in rows]
        return {"inline": {"inline_keyboard": checked}} if checked else {}
    if inline_only:
        raise bad("inline keyboard expected")
    if "keyboard" in given:
        rows = _rows(given["keyboard"], "keyboard")
        keys = [[_key(button) for button in row] for row in rows]
        return {"keyboard": given | {"keyboard": keys}}
    if given.get("remove_keyboard"):
        return {"remove": True}
    if given.get("force_reply"):
        placeholder = given.get("input_field_placeholder") or ""
        if len(placeholder) > 64:
            raise bad("input field placeholder is too long")
        return {"force": {"is_selective": bool(given.get("selective")), "placeholder": placeholder}}
    return {}


def _rows(value: Any, what: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad(f'field "{what.replace(" ", "_")}" must be of type Array of Arrays')
    rows = [row for row in value if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS or any(
        len(row) > MOST_IN_A_ROW and what == "inline keyboard" for row in rows
    ):
        raise bad("reply markup is too long")
    return rows


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: only one action may be specified")
    if "callback_data" in actions:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(str(button["url"]))
    if button.get("style") is not None and button["style"] not in STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    return {key: value for key, value in button.items() if value is not None}


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL") from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https", "tg", "ton") or not host:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme in ("http", "https") and "." not in host and ":" not in host:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _key(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad('can\'t parse keyboard button: Field "text" must be of type String')
    return {key: value for key, value in button.items() if value is not None}
