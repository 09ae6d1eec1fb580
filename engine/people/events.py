"""What happened to people: ids alone, so that erasing a person empties no event."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.registry import event


@event("people.teaching_requested")
@dataclass(frozen=True)
class TeachingRequested:
    """To every administrator's private chat. `is_answer`: to a question that one of them had."""

    application_id: int
    person_id: int
    is_answer: bool


@event("people.application_decided")
@dataclass(frozen=True)
class ApplicationWasDecided:
    """To the person. `state`: asked | approved | declined; the note is read separately."""

    application_id: int
    person_id: int
    state: str


@event("people.admin_claimed")
@dataclass(frozen=True)
class AdminClaimed:
    """To the administrators there were before: somebody used a code from the shell."""

    person_id: int


@event("people.role_proposed")
@dataclass(frozen=True)
class RoleProposed:
    """To the other administrators: the role waits for a second one's grant."""

    person_id: int
    role: str
    by_person_id: int


@event("people.link_asked")
@dataclass(frozen=True)
class LinkAsked:
    """To who made the code: the other side said yes."""

    code_id: int
    person_id: int


@event("people.accounts_linked")
@dataclass(frozen=True)
class AccountsLinked:
    """To the person, once on each of their platforms."""

    merge_id: int
    person_id: int
    platform: str  # where this is told


@event("people.link_undone")
@dataclass(frozen=True)
class LinkUndone:
    """To each of the two that they are again."""

    merge_id: int
    person_id: int
