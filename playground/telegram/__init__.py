"""A Telegram Bot API server on loopback, faithful enough for real bot libraries."""

from playground.telegram.server import REQUEST_BYTES, install, routes
from playground.telegram.world import TelegramWorld

__all__ = ["REQUEST_BYTES", "TelegramWorld", "install", "routes"]
