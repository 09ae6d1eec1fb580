"""The SQL of linking."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, or_, select, update

from engine.people import tables

people = tables.person.c
codes = tables.link_code.c
tries = tables.link_try.c
merges = tables.person_merge.c

_open = codes.state.in_(("open", "taken"))
REPLACE_CODES = (
    update(tables.link_code)
    .where(codes.person_id == bindparam("of_person"), _open)
    .values(state="replaced")
)
ADD_CODE = (
    insert(tables.link_code)
    .values(
        code_hash=bindparam("hashed"),
        person_id=bindparam("of_person"),
        platform=bindparam("on_platform"),
        state="open",
        expires_at=bindparam("until"),
        shown_on="",
    )
    .returning(codes.id)
)
FIND_HASH = select(tables.link_code).where(codes.code_hash == bindparam("hashed"))
FIND_CODE = select(tables.link_code).where(codes.id == bindparam("code_id"))
_code = update(tables.link_code).where(codes.id == bindparam("code_id"))
SHOW_CODE = _code.values(shown_to=bindparam("to_person"), shown_on=bindparam("on_platform"))
SET_CODE = _code.values(state=bindparam("new_state"), expires_at=bindparam("until"))
FORGET_CODES = delete(tables.link_code).where(codes.expires_at < bindparam("before"))
DROP_CODES = delete(tables.link_code).where(
    or_(codes.person_id == bindparam("of_person"), codes.shown_to == bindparam("of_person"))
)

ADD_TRY = insert(tables.link_try).values(person_id=bindparam("of_person"), tried_at=bindparam("at"))
TRIES_OF = (
    select(tries.tried_at)
    .where(tries.person_id == bindparam("of_person"), tries.tried_at > bindparam("since"))
    .order_by(tries.tried_at)
)
TRIES_OF_ALL = (
    select(tries.tried_at).where(tries.tried_at > bindparam("since")).order_by(tries.tried_at)
)
FORGET_TRIES = delete(tables.link_try).where(tries.tried_at <= bindparam("since"))
DROP_TRIES = delete(tables.link_try).where(tries.person_id == bindparam("of_person"))

ADD_MERGE = (
    insert(tables.person_merge)
    .values(
        keeper_id=bindparam("keeper"),
        leaver_id=bindparam("leaver"),
        state="done",
        notes="",
        merged_at=bindparam("at"),
    )
    .returning(merges.id)
)
FIND_MERGE = select(tables.person_merge).where(merges.id == bindparam("merge_id"))
_merge = update(tables.person_merge).where(merges.id == bindparam("merge_id"))
SET_NOTES = _merge.values(notes=bindparam("new_notes"))
UNDO_MERGE = _merge.values(
    state="undone", notes="", undone_at=bindparam("at"), undone_by=bindparam("by_person")
)
END_MERGE = _merge.values(state="final", notes="")
MERGES_INTO = select(tables.person_merge).where(
    merges.keeper_id == bindparam("of_person"), merges.state != "undone"
)
MERGES_OF = (
    select(tables.person_merge)
    .where(
        or_(merges.keeper_id == bindparam("of_person"), merges.leaver_id == bindparam("of_person"))
    )
    .order_by(merges.id)
)
RECENT_MERGES = (
    select(tables.person_merge)
    .where(merges.state == "done", merges.merged_at > bindparam("since"))
    .order_by(merges.id.desc())
)
SET_MERGED = (
    update(tables.person)
    .where(people.id == bindparam("of_person"))
    .values(state="merged", merged_into=bindparam("into"))
)
SET_ACTIVE = (
    update(tables.person)
    .where(people.id == bindparam("of_person"))
    .values(state="active", merged_into=None)
)
SURVIVOR = select(people.merged_into).where(
    people.id == bindparam("of_person"), people.state == "merged"
)
