"""What `serve --webhook` needs to be told, checked before anything listens."""

from __future__ import annotations

import re
import string
from urllib.parse import urlsplit

from bots.telegram.webhook import WebhookPlace
from peerloom.settings import BadSettings, Settings, host_and_port

# 32 random bytes in the base64 of addresses, and in hexadecimal digits.
SHORTEST, SHORTEST_HEX, LONGEST = 43, 64, 256
FEWEST_LETTERS = 10  # random ones hold more, by far
HOW_TO_MAKE_ONE = (
    'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(32))" and put it as '
    "TELEGRAM_WEBHOOK_SECRET=… into settings.env"
)
# Where Telegram's own servers call.
PORTS = (443, 80, 88, 8443)


def webhook_place(settings: Settings) -> WebhookPlace:
    """Raises BadSettings, which repeats no secret."""
    return WebhookPlace(
        _public(settings), _secret(settings), *host_and_port(settings.webhook, "PEERLOOM_WEBHOOK")
    )


def _secret(settings: Settings) -> str:
    given = settings.telegram_webhook_secret
    secret = "" if given is None else given.get_secret_value().strip()
    if not secret:
        raise BadSettings(
            f"a webhook needs a secret, or anybody could be anybody: {HOW_TO_MAKE_ONE}"
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise BadSettings(
            "TELEGRAM_WEBHOOK_SECRET may hold letters, digits, _ and - only, says Telegram: "
            + HOW_TO_MAKE_ONE
        )
    is_hex = set(secret) <= set(string.hexdigits)
    is_short = len(secret) < (SHORTEST_HEX if is_hex else SHORTEST)
    if is_short or len(set(secret)) < FEWEST_LETTERS:
        raise BadSettings(
            f"TELEGRAM_WEBHOOK_SECRET is less than 32 random bytes: {HOW_TO_MAKE_ONE}"
        )
    if len(secret) > LONGEST:
        raise BadSettings(
            f"TELEGRAM_WEBHOOK_SECRET is longer than Telegram's {LONGEST} letters: "
            f"{HOW_TO_MAKE_ONE}"
        )
    return secret


def _public(settings: Settings) -> str:
    url = (settings.webhook_url or "").strip()
    what = "PEERLOOM_WEBHOOK_URL has to be the address that Telegram calls, such as "
    example = "https://learn.example.org/telegram"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadSettings(f"{what}{example}") from None
    is_own_server = settings.telegram_api is not None
    if parts.scheme not in (("https", "http") if is_own_server else ("https",)):
        raise BadSettings(f"{what}{example}")
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise BadSettings(f"{what}{example}: no name, question or mark in it")
    if port is not None and port not in PORTS and not is_own_server:
        raise BadSettings(
            f"PEERLOOM_WEBHOOK_URL: Telegram calls the ports {', '.join(map(str, PORTS))} only"
        )
    return url
