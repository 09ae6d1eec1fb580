"""What may be asked of the people domain, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    LEARNER = "learner"
    EDUCATOR = "educator"
    ADMIN = "admin"


class Visibility(StrEnum):
    """What a person's groups may see of them."""

    NONE = "none"
    FIRST_NAME = "first_name"
    NICKNAME = "nickname"


class NudgeLevel(StrEnum):
    NORMAL = "normal"
    FEWER = "fewer"
    OFF = "off"


class Decision(StrEnum):
    APPROVE = "approve"
    ASK = "ask"
    DECLINE = "decline"


@dataclass(frozen=True)
class Meet:
    """Somebody wrote. Names as the platform gave them; `language` is the client's tag, or "".

    `is_private`: to us alone, which shows that we can write back; a word in a group shows nothing.
    """

    platform: str
    platform_user_id: int
    first_name: str
    username: str = ""
    language: str = ""
    is_private: bool = True


@dataclass(frozen=True)
class Who:
    """Who acts, and how to speak to them. `zone` is an IANA name, None until it was asked."""

    person_id: int
    first_name: str
    locale: str
    zone: str | None
    roles: frozenset[Role]
    visibility: Visibility
    is_onboarded: bool
    can_be_written_to: bool


@dataclass(frozen=True)
class Met:
    who: Who
    is_new: bool


@dataclass(frozen=True)
class WhoQuery:
    platform: str
    platform_user_id: int


@dataclass(frozen=True)
class SetLocale:
    person_id: int
    locale: str


@dataclass(frozen=True)
class SetZone:
    person_id: int
    zone: str


@dataclass(frozen=True)
class SetVisibility:
    """`nickname` is asked for with Visibility.NICKNAME and kept otherwise."""

    person_id: int
    visibility: Visibility
    nickname: str = ""


@dataclass(frozen=True)
class SetInterests:
    """Tags such as "python", or words; at most 20, each at most 40 characters."""

    person_id: int
    interests: tuple[str, ...]


@dataclass(frozen=True)
class SetWindow:
    """Reminders from `start_hour` (0 to 23) until `end_hour` (1 to 24) only, by the local clock."""

    person_id: int
    start_hour: int
    end_hour: int
    wants_weekends: bool


@dataclass(frozen=True)
class SetNudgeLevel:
    person_id: int
    level: NudgeLevel


@dataclass(frozen=True)
class FinishOnboarding:
    person_id: int


@dataclass(frozen=True)
class MakeClaimCode:
    """For the shell alone: a former open code stops working."""


@dataclass(frozen=True)
class ClaimCodeMade:
    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class ClaimAdmin:
    person_id: int
    code: str = field(repr=False)


@dataclass(frozen=True)
class ClaimAnswered:
    """Not accepted: the code is wrong, used or too old; which one of these is not told."""

    is_accepted: bool
    tries_left: int


@dataclass(frozen=True)
class ApplyToTeach:
    """`answers` are (question's name, text) of the form."""

    person_id: int
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ApplicationMade:
    """`is_answer`: it answers what an administrator had asked about the same application."""

    application_id: int
    is_answer: bool


@dataclass(frozen=True)
class DecideApplication:
    by_person_id: int
    application_id: int
    decision: Decision
    note: str = ""


@dataclass(frozen=True)
class ApplicationDecided:
    application_id: int
    person_id: int
    state: str  # asked | approved | declined


@dataclass(frozen=True)
class GrantRole:
    by_person_id: int
    person_id: int
    role: Role


@dataclass(frozen=True)
class RoleGranted:
    """Not done: the role is above educator and a second administrator has to grant it too."""

    is_done: bool


@dataclass(frozen=True)
class RevokeRole:
    by_person_id: int
    person_id: int
    role: Role


@dataclass(frozen=True)
class Appoint:
    """A role given from the shell or by the demonstration: nobody who chats can reach this."""

    person_id: int
    role: Role


@dataclass(frozen=True)
class SetReachable:
    """For `mark_unreachable` and `mark_reachable`."""

    person_id: int
    platform: str


@dataclass(frozen=True)
class UseAllowance:
    """One use of a kind of act (see `allowances.py`). Run it as a command of its own: a refusal
    later in the same command would give the use back."""

    person_id: int
    kind: str = "command"


@dataclass(frozen=True)
class ErasePerson:
    person_id: int


@dataclass(frozen=True)
class PersonErased:
    person_id: int


@dataclass(frozen=True)
class SetCommunity:
    """What is given is changed; from the shell."""

    name: str | None = None
    language: str | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Community:
    name: str
    language: str
    zone: str


@dataclass(frozen=True)
class PersonCard:
    """What a person's own settings page shows; for the person and administrators only."""

    person_id: int
    first_name: str
    username: str
    locale: str
    zone: str | None
    visibility: Visibility
    nickname: str
    interests: tuple[str, ...]
    window_start: int
    window_end: int
    wants_weekends: bool
    nudge_level: NudgeLevel
    is_onboarded: bool
    roles: frozenset[Role]
    platforms: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True)
class Application:
    application_id: int
    person_id: int
    first_name: str
    username: str
    answers: tuple[tuple[str, str], ...]
    state: str  # waiting | asked | approved | declined
    note: str
    created_at: datetime


@dataclass(frozen=True)
class ApplicationQuery:
    """`by_person_id` is an administrator or the applicant."""

    by_person_id: int
    application_id: int


@dataclass(frozen=True)
class AccountQuery:
    person_id: int
    platform: str


@dataclass(frozen=True)
class PlatformAccount:
    person_id: int
    platform: str
    platform_user_id: int
    first_name: str
    username: str
    can_be_written_to: bool
