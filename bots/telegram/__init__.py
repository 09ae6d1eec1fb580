"""Telegram: updates become requests, screens become messages."""

# Before anything here imports aiogram.
from bots.telegram import library as library
