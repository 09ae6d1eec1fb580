"""What the people domain says no to."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class LocaleUnknown(EngineError):
    """We have no texts in it. data: locale."""

    code = "people.locale_unknown"


class ZoneUnknown(EngineError):
    """Not a zone of the IANA list. data: zone."""

    code = "people.zone_unknown"


class NicknameMissing(EngineError):
    """A nickname is to be shown, and none with a visible character was given. data: none."""

    code = "people.nickname_missing"


class NicknameTaken(EngineError):
    """Somebody else shows this nickname. data: nickname."""

    code = "people.nickname_taken"


class WindowInvalid(EngineError):
    """Hours out of range, or the end not after the start. data: start_hour, end_hour."""

    code = "people.window_invalid"


class InterestsInvalid(EngineError):
    """Too many or too long. data: limit (how many), length (characters of each)."""

    code = "people.interests_invalid"


class AlreadyEducator(EngineError):
    """Who may teach need not apply. data: none."""

    code = "people.already_educator"


class ApplicationWaiting(EngineError):
    """One application at a time. data: application_id."""

    code = "people.application_waiting"


class ApplicationEmpty(EngineError):
    """No answer holds a word. data: none."""

    code = "people.application_empty"


class AlreadyDecided(EngineError):
    """Another administrator was faster. data: state."""

    code = "people.already_decided"


class LastAdmin(EngineError):
    """Without this person nobody could administer. data: none."""

    code = "people.last_admin"


class RoleFixed(EngineError):
    """Everybody is a learner. data: role."""

    code = "people.role_fixed"
