"""What may be asked about linking two platform accounts, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class MakeLinkCode:
    """Run it without an inbox key, which would store the answer. `platforms`: all that are
    served."""

    person_id: int
    platform: str
    platforms: tuple[str, ...]


@dataclass(frozen=True)
class LinkCodeMade:
    code: str = field(repr=False)
    expires_at: datetime
    code_id: int
    to_platforms: tuple[str, ...]  # where it may be given


@dataclass(frozen=True)
class GiveLinkCode:
    """On the other platform: shows what linking would do, and does nothing."""

    person_id: int
    platform: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Holding:
    """What a person has that would become the other's too: `what` is tokens | streak_days | courses
    | quizzes | points | cohorts."""

    what: str
    number: int


@dataclass(frozen=True)
class LinkSide:
    """One of the two, as the other one sees them."""

    person_id: int
    platform: str
    name: str
    username: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class LinkOffer:
    """`maker` made the code, `giver` gave it on the other platform."""

    code_id: int
    maker: LinkSide
    giver: LinkSide


@dataclass(frozen=True)
class LinkCodeGiven:
    """`state`: offered | wrong | used | expired; an offer with the first alone. `tries_left` counts
    wrong codes of this person in the hour."""

    state: str
    tries_left: int
    offer: LinkOffer | None = None


@dataclass(frozen=True)
class AcceptLink:
    """By who gave the code; the other side is asked then."""

    person_id: int
    code_id: int


@dataclass(frozen=True)
class ConfirmLink:
    """By who made the code: the two are one person from then on."""

    person_id: int
    code_id: int


@dataclass(frozen=True)
class DeclineLink:
    """By either side."""

    person_id: int
    code_id: int


@dataclass(frozen=True)
class Linked:
    merge_id: int
    person_id: int  # who they are now
    platforms: tuple[str, ...]


@dataclass(frozen=True)
class LinkOfferQuery:
    """For either side, while the code is good."""

    person_id: int
    code_id: int


@dataclass(frozen=True)
class LinkStanding:
    """`state`: open (nobody gave the code yet) | taken (it is the maker's turn) | used | declined |
    expired."""

    state: str
    offer: LinkOffer | None = None


@dataclass(frozen=True)
class RecentMerge:
    merge_id: int
    keeper_id: int
    name: str
    platforms: tuple[str, ...]
    merged_at: datetime
    until: datetime


@dataclass(frozen=True)
class UndoMerge:
    by_person_id: int
    merge_id: int


@dataclass(frozen=True)
class MergeUndone:
    keeper_id: int
    leaver_id: int
