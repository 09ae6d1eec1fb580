"""What linking two accounts says no to."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class AlreadyLinked(EngineError):
    """There is no platform left to link. data: none."""

    code = "people.already_linked"


class LinkToSelf(EngineError):
    """The code was given where it was made, or by who is linked already. data: none."""

    code = "people.link_to_self"


class LinkSamePlatform(EngineError):
    """Both have an account on this platform; a person has one of each. data: platform."""

    code = "people.link_same_platform"


class BothTeach(EngineError):
    """Both are educators. data: none."""

    code = "people.both_teach"


class LinkOver(EngineError):
    """The code was used, declined, replaced or ran out. data: none."""

    code = "people.link_over"


class UndoTooLate(EngineError):
    """It was undone already, its days are over, or the person erased themselves. data: days."""

    code = "people.undo_too_late"


class UndoSpent(EngineError):
    """Tokens that would have to go back are spent. data: none."""

    code = "people.undo_spent"
