"""The cohorts domain's SQL."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.cohorts import tables

cohorts = tables.cohort.c
members = tables.membership.c
places = tables.place.c

ADD_COHORT = (
    insert(tables.cohort)
    .values(
        course_id=bindparam("of_course"),
        title=bindparam("named"),
        slug=bindparam("short"),
        language=bindparam("in_language"),
        state="open",
        opened_by=bindparam("by_person"),
        opened_at=bindparam("at"),
    )
    .returning(cohorts.id)
)
FIND_COHORT = select(tables.cohort).where(cohorts.id == bindparam("cohort_id"))
FIND_SLUG = select(cohorts.id).where(cohorts.slug == bindparam("short"))
CLOSE_COHORT = (
    update(tables.cohort).where(cohorts.id == bindparam("cohort_id")).values(state="closed")
)
OPEN_COHORT_OF = (
    select(tables.cohort)
    .where(
        cohorts.course_id == bindparam("of_course"),
        cohorts.state == "open",
        cohorts.price_tokens == 0,
    )
    .order_by(cohorts.id.desc())
    .limit(1)
)
COHORTS_OF = (
    select(tables.cohort)
    .where(cohorts.course_id == bindparam("of_course"))
    .order_by(cohorts.id.desc())
)
PRICED = select(tables.cohort).where(cohorts.state == "open", cohorts.price_tokens > 0)
SET_PRICE = (
    update(tables.cohort)
    .where(cohorts.id == bindparam("cohort_id"))
    .values(price_tokens=bindparam("new_price"))
)
ALL_COHORTS = select(tables.cohort).order_by(cohorts.id.desc())

_join = upsert(tables.membership).values(
    cohort_id=bindparam("of_cohort"),
    person_id=bindparam("of_person"),
    state="active",
    joined_at=bindparam("at"),
)
JOIN = _join.on_conflict_do_update(
    index_elements=["cohort_id", "person_id"],
    set_={"state": "active", "joined_at": _join.excluded.joined_at},
)
LEAVE = (
    update(tables.membership)
    .where(
        members.cohort_id == bindparam("of_cohort"),
        members.person_id == bindparam("of_person"),
        members.state == "active",
    )
    .values(state="left")
)
FIND_MEMBERSHIP = select(members.state).where(
    members.cohort_id == bindparam("of_cohort"), members.person_id == bindparam("of_person")
)
MEMBERS_OF = (
    select(members.person_id)
    .where(members.cohort_id == bindparam("of_cohort"), members.state == "active")
    .order_by(members.person_id)
)
COUNT_MEMBERS = (
    select(func.count().label("count"))
    .select_from(tables.membership)
    .where(members.cohort_id == bindparam("of_cohort"), members.state == "active")
)
MEMBERSHIPS_OF = (
    select(cohorts.id, cohorts.course_id, cohorts.title, members.state, members.joined_at)
    .join_from(tables.membership, tables.cohort, members.cohort_id == cohorts.id)
    .where(members.person_id == bindparam("of_person"))
    .order_by(members.joined_at)
)
ERASE_MEMBERSHIPS = delete(tables.membership).where(members.person_id == bindparam("of_person"))

_place = select(
    *tables.place.columns,
    cohorts.title.label("cohort_title"),
    cohorts.course_id,
    cohorts.language.label("cohort_language"),
).join_from(tables.place, tables.cohort, places.cohort_id == cohorts.id)
FIND_PLACE = _place.where(places.id == bindparam("place_id"))
FIND_PLACE_AT = _place.where(
    places.platform == bindparam("on_platform"),
    places.chat_id == bindparam("in_chat"),
    places.thread_id == bindparam("in_thread"),
)
PLACES_OF = _place.where(
    places.cohort_id == bindparam("of_cohort"), places.state != "unlinked"
).order_by(places.id)
ACTIVE_PLACES = _place.where(places.state == "active", cohorts.state == "open").order_by(places.id)
PLACES_IN_CHAT = _place.where(
    places.platform == bindparam("on_platform"), places.chat_id == bindparam("in_chat")
).order_by(places.id)
DELETED = ('["channel"]', '["topic"]')  # what `missing_rights` says of a place that is no more
FIND_DELETED_PLACE = _place.where(
    places.platform == bindparam("on_platform"),
    places.cohort_id == bindparam("of_cohort"),
    places.state == "lost",
    places.missing_rights.in_(DELETED),
    or_(
        places.chat_id == bindparam("in_chat"),
        and_(places.guild_id == bindparam("in_guild"), places.guild_id != 0),
    ),
).order_by(places.id)
RELOCATE_PLACE = (
    update(tables.place)
    .where(places.id == bindparam("place_id"))
    .values(chat_id=bindparam("to_chat"), thread_id=bindparam("to_thread"))
)
ADD_PLACE = (
    insert(tables.place)
    .values(
        cohort_id=bindparam("of_cohort"),
        platform=bindparam("on_platform"),
        chat_id=bindparam("in_chat"),
        thread_id=bindparam("in_thread"),
        guild_id=bindparam("in_guild"),
        title=bindparam("named"),
        language=bindparam("in_language"),
        state="active",
        missing_rights="[]",
        linked_by=bindparam("by_person"),
        linked_at=bindparam("at"),
    )
    .returning(places.id)
)
LINK_PLACE = (
    update(tables.place)
    .where(places.id == bindparam("place_id"))
    .values(
        cohort_id=bindparam("of_cohort"),
        guild_id=bindparam("in_guild"),
        title=bindparam("named"),
        language=bindparam("in_language"),
        state="active",
        missing_rights="[]",
        linked_by=bindparam("by_person"),
        linked_at=bindparam("at"),
    )
)
MEMBERS_HERE = (
    select(members.person_id)
    .distinct()
    .join_from(tables.membership, tables.place, members.cohort_id == places.cohort_id)
    .where(
        members.state == "active",
        places.state != "unlinked",
        places.platform == bindparam("on_platform"),
        or_(
            places.chat_id == bindparam("in_chat"),
            and_(places.guild_id == bindparam("in_guild"), places.guild_id != 0),
        ),
    )
)
SET_PLACE_STATE = (
    update(tables.place)
    .where(places.id == bindparam("place_id"))
    .values(state=bindparam("new_state"), missing_rights=bindparam("missing"))
)
MOVE_PLACE = (
    update(tables.place)
    .where(places.id == bindparam("place_id"))
    .values(chat_id=bindparam("to_chat"))
)
