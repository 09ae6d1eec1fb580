"""Discord: interactions become requests, screens become native messages."""
