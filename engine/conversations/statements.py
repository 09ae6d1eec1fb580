"""The conversations' SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.conversations import tables

drafts = tables.draft.c
polls = tables.poll_reference.c
parked = tables.parked_answer.c

_here = (
    drafts.person_id == bindparam("of_person"),
    drafts.platform == bindparam("on_platform"),
    drafts.place_key == bindparam("in_place"),
)
FIND_DRAFT = select(tables.draft).where(*_here)
DROP_DRAFT = delete(tables.draft).where(*_here)
ADD_DRAFT = insert(tables.draft).values(
    person_id=bindparam("of_person"),
    platform=bindparam("on_platform"),
    place_key=bindparam("in_place"),
    form=bindparam("of_form"),
    step=bindparam("at_step"),
    field_values=bindparam("given"),
    arguments=bindparam("called_with"),
    updated_at=bindparam("at"),
)
SAVE_DRAFT = (
    update(tables.draft)
    .where(*_here, drafts.form == bindparam("of_form"))
    .values(step=bindparam("at_step"), field_values=bindparam("given"), updated_at=bindparam("at"))
)
DRAFTS_OF = select(tables.draft).where(drafts.person_id == bindparam("of_person"))
DROP_DRAFTS = delete(tables.draft).where(drafts.person_id == bindparam("of_person"))

_poll = (polls.platform == bindparam("on_platform"), polls.poll_id == bindparam("of_poll"))
FIND_POLL = select(tables.poll_reference).where(*_poll)
BIND_POLL = (
    upsert(tables.poll_reference)
    .values(
        platform=bindparam("on_platform"),
        poll_id=bindparam("of_poll"),
        token=bindparam("for_token"),
        person_id=bindparam("of_person"),
        chat_id=bindparam("in_chat"),
        message_id=bindparam("as_message"),
        bound_at=bindparam("at"),
    )
    .on_conflict_do_nothing(index_elements=["platform", "poll_id"])
)
_parked = (
    parked.platform == bindparam("on_platform"),
    parked.poll_id == bindparam("of_poll"),
    parked.person_id == bindparam("of_person"),
)
FIND_PARKED = select(parked.options).where(*_parked)
DROP_PARKED = delete(tables.parked_answer).where(*_parked)
_park = upsert(tables.parked_answer).values(
    platform=bindparam("on_platform"),
    poll_id=bindparam("of_poll"),
    person_id=bindparam("of_person"),
    options=bindparam("chosen"),
    parked_at=bindparam("at"),
)
PARK_ANSWER = _park.on_conflict_do_update(
    index_elements=["platform", "poll_id", "person_id"],
    set_={"options": _park.excluded.options, "parked_at": _park.excluded.parked_at},
)
DROP_ALL_PARKED = delete(tables.parked_answer).where(parked.person_id == bindparam("of_person"))
DROP_POLLS = delete(tables.poll_reference).where(polls.person_id == bindparam("of_person"))

RECALL = select(tables.remembered.c.value).where(tables.remembered.c.key == bindparam("of_key"))
_remember = upsert(tables.remembered).values(key=bindparam("of_key"), value=bindparam("new_value"))
REMEMBER = _remember.on_conflict_do_update(
    index_elements=["key"], set_={"value": _remember.excluded.value}
)
FORGET = delete(tables.remembered).where(tables.remembered.c.key == bindparam("of_key"))
