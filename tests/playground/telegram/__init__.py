"""The Telegram server of the playground, driven by two real bot libraries."""
