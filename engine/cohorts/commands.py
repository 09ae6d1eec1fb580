"""What may be asked of the cohorts domain, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OpenCohort:
    """By an administrator, or by the educator whose course it is. `language` "": the course's."""

    by_person_id: int
    course_id: int
    title: str
    language: str = ""


@dataclass(frozen=True)
class CohortOpened:
    cohort_id: int
    slug: str


@dataclass(frozen=True)
class CloseCohort:
    by_person_id: int
    cohort_id: int


@dataclass(frozen=True)
class LinkPlace:
    """`can_manage_place` is what the platform says of the sender in this very place."""

    by_person_id: int
    cohort_id: int
    platform: str
    chat_id: int
    thread_id: int = 0
    guild_id: int = 0
    title: str = ""
    language: str = ""
    can_manage_place: bool = False


@dataclass(frozen=True)
class PlaceLinked:
    place_id: int
    cohort_id: int
    is_new: bool


@dataclass(frozen=True)
class UnlinkPlace:
    by_person_id: int
    place_id: int


@dataclass(frozen=True)
class JoinCohort:
    """For `join_cohort` and `leave_cohort`."""

    person_id: int
    cohort_id: int


@dataclass(frozen=True)
class JoinOpenCohort:
    """The open cohort of a course that the person has just enrolled in: one that they have paid
    for, else the newest one without a price."""

    person_id: int
    course_id: int


@dataclass(frozen=True)
class CohortJoined:
    """`cohort_id` is None when the course has no open cohort."""

    cohort_id: int | None
    title: str
    is_new: bool


@dataclass(frozen=True)
class MovePlace:
    """A chat got another id: a Telegram group turned supergroup. All its topics move along."""

    platform: str
    chat_id: int
    new_chat_id: int


@dataclass(frozen=True)
class LosePlace:
    """The bot cannot write there any more: `missing` are codes of rights ("member": not in it)."""

    place_id: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MendPlace:
    place_id: int


@dataclass(frozen=True)
class PlaceMended:
    """How many messages had waited and go out now."""

    place_id: int
    released: int


@dataclass(frozen=True)
class PlaceQuery:
    place_id: int


@dataclass(frozen=True)
class PlacesIn:
    """A chat with all its topics."""

    platform: str
    chat_id: int


@dataclass(frozen=True)
class PlaceAt:
    """A place by where it is on its platform."""

    platform: str
    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True)
class MembersHere:
    """Of a chat, and of the whole guild that it belongs to (0: none)."""

    platform: str
    chat_id: int
    guild_id: int = 0


@dataclass(frozen=True)
class PlaceCard:
    place_id: int
    cohort_id: int
    cohort_title: str
    course_id: int
    course_title: str
    platform: str
    chat_id: int
    thread_id: int
    guild_id: int
    title: str
    language: str
    state: str  # active | lost
    missing: tuple[str, ...]
    waiting: int  # messages held until it is mended


@dataclass(frozen=True)
class CohortQuery:
    """Administrators see all cohorts, educators their courses', members theirs."""

    by_person_id: int
    course_id: int | None = None


@dataclass(frozen=True)
class CohortCard:
    cohort_id: int
    slug: str
    title: str
    course_id: int
    course_title: str
    language: str
    state: str  # open | closed
    members: int
    places: tuple[PlaceCard, ...]
    is_member: bool
    price_tokens: int  # 0: it comes with the course


@dataclass(frozen=True)
class StandingsQuery:
    """`week_start` is a Monday; None: the running week. Rows at most `limit`, best first."""

    place_id: int
    week_start: date | None = None
    limit: int = 10


@dataclass(frozen=True)
class StandingRow:
    """`name` is None for members who are not to be named: "a member". Equal points share a rank."""

    rank: int
    person_id: int
    name: str | None
    points: int


@dataclass(frozen=True)
class Standings:
    """Members with points in that week; `members` counts all of the cohort."""

    cohort_id: int
    cohort_title: str
    course_title: str
    language: str
    week_start: date
    rows: tuple[StandingRow, ...]
    ranked: int
    members: int
