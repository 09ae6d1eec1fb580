"""What the conversations' memory says no to."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class DraftGone(EngineError):
    """The form was sent, cancelled or replaced meanwhile. data: form."""

    code = "conversations.draft_gone"


class DraftTooLong(EngineError):
    """The values together are longer than a form may be. data: limit (characters)."""

    code = "conversations.draft_too_long"
