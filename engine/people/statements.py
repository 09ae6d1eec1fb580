"""The people domain's SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.people import tables

people = tables.person.c
accounts = tables.platform_account.c
grants = tables.role_grant.c
codes = tables.claim_code.c
tries = tables.claim_try.c
applications = tables.teaching_application.c
allowances = tables.allowance.c

ADD_PERSON = (
    insert(tables.person)
    .values(
        first_name=bindparam("name"),
        locale=bindparam("in_locale"),
        visibility="none",
        nickname="",
        interests="[]",
        window_start=bindparam("from_hour"),
        window_end=bindparam("to_hour"),
        wants_weekends=True,
        nudge_level="normal",
        is_onboarded=False,
        state="active",
        created_at=bindparam("at"),
    )
    .returning(people.id)
)
FIND_PERSON = select(tables.person).where(
    people.id == bindparam("person_id"), people.state == "active"
)
FIND_PEOPLE = select(people.id, people.first_name, people.visibility, people.nickname).where(
    people.id.in_(bindparam("ids", expanding=True)), people.state == "active"
)
FIND_NICKNAME = select(people.id).where(
    people.visibility == "nickname",
    func.lower(people.nickname) == func.lower(bindparam("name")),
    people.id != bindparam("person_id"),
)
_person = update(tables.person).where(people.id == bindparam("of_person"))
SET_FIRST_NAME = _person.values(first_name=bindparam("name"))
SET_LOCALE = _person.values(locale=bindparam("to_locale"))
SET_ZONE = _person.values(zone=bindparam("to_zone"))
SET_VISIBILITY = _person.values(visibility=bindparam("to_visibility"), nickname=bindparam("name"))
SET_INTERESTS = _person.values(interests=bindparam("tags"))
SET_WINDOW = _person.values(
    window_start=bindparam("from_hour"),
    window_end=bindparam("to_hour"),
    wants_weekends=bindparam("with_weekends"),
)
SET_NUDGE_LEVEL = _person.values(nudge_level=bindparam("level"))
SET_ONBOARDED = _person.values(is_onboarded=True)
_NOTHING_LEFT = {
    "first_name": "",
    "zone": None,
    "visibility": "none",
    "nickname": "",
    "interests": "[]",
    "nudge_level": "off",
}
ERASE_PERSON = _person.values(**_NOTHING_LEFT, state="erased")
EMPTY_PERSON = _person.values(**_NOTHING_LEFT)

ADD_ACCOUNT = insert(tables.platform_account).values(
    platform=bindparam("on_platform"),
    platform_user_id=bindparam("user_id"),
    person_id=bindparam("of_person"),
    first_name=bindparam("name"),
    username=bindparam("login"),
    can_be_written_to=bindparam("is_reachable"),
    first_seen_at=bindparam("at"),
    last_seen_at=bindparam("at"),
)
FIND_ACCOUNT = select(tables.platform_account).where(
    accounts.platform == bindparam("on_platform"), accounts.platform_user_id == bindparam("user_id")
)
FIND_ACCOUNTS = (
    select(tables.platform_account)
    .where(accounts.person_id == bindparam("of_person"))
    .order_by(accounts.can_be_written_to.desc(), accounts.last_seen_at.desc(), accounts.id)
)
SEE_ACCOUNT = (
    update(tables.platform_account)
    .where(accounts.id == bindparam("account_id"))
    .values(
        first_name=bindparam("name"),
        username=bindparam("login"),
        can_be_written_to=bindparam("is_reachable"),
        last_seen_at=bindparam("at"),
    )
)
SET_REACHABLE = (
    update(tables.platform_account)
    .where(
        accounts.person_id == bindparam("of_person"),
        accounts.platform == bindparam("on_platform"),
        accounts.can_be_written_to != bindparam("is_reachable"),
    )
    .values(can_be_written_to=bindparam("is_reachable"))
)
DROP_ACCOUNTS = delete(tables.platform_account).where(accounts.person_id == bindparam("of_person"))

ROLES_OF = select(grants.role).where(grants.person_id == bindparam("of_person"))
ADMINS = (
    select(grants.person_id)
    .join_from(tables.role_grant, tables.person, grants.person_id == people.id)
    .where(grants.role == "admin", people.state == "active")
    .order_by(grants.person_id)
)
ADD_ROLE = (
    upsert(tables.role_grant)
    .values(
        person_id=bindparam("of_person"),
        role=bindparam("new_role"),
        granted_by=bindparam("by_person"),
        granted_at=bindparam("at"),
    )
    .on_conflict_do_nothing(index_elements=["person_id", "role"])
)
DROP_ROLE = delete(tables.role_grant).where(
    grants.person_id == bindparam("of_person"), grants.role == bindparam("old_role")
)
DROP_ROLES = delete(tables.role_grant).where(grants.person_id == bindparam("of_person"))
proposals = tables.role_proposal.c
FIND_PROPOSAL = select(proposals.proposed_by).where(
    proposals.person_id == bindparam("of_person"), proposals.role == bindparam("new_role")
)
ADD_PROPOSAL = insert(tables.role_proposal).values(
    person_id=bindparam("of_person"),
    role=bindparam("new_role"),
    proposed_by=bindparam("by_person"),
    proposed_at=bindparam("at"),
)
DROP_PROPOSALS = delete(tables.role_proposal).where(
    proposals.person_id == bindparam("of_person"), proposals.role == bindparam("new_role")
)
DROP_PROPOSALS_WITH = delete(tables.role_proposal).where(
    (proposals.person_id == bindparam("of_person"))
    | (proposals.proposed_by == bindparam("of_person"))
)

CLOSE_CODES = update(tables.claim_code).where(codes.is_open.is_(True)).values(is_open=False)
ADD_CODE = insert(tables.claim_code).values(
    code_hash=bindparam("hashed"), expires_at=bindparam("until"), is_open=True
)
USE_CODE = (
    update(tables.claim_code)
    .where(
        codes.code_hash == bindparam("hashed"),
        codes.is_open.is_(True),
        codes.expires_at > bindparam("at"),
    )
    .values(is_open=False, used_by=bindparam("by_person"))
)
ADD_TRY = insert(tables.claim_try).values(
    person_id=bindparam("of_person"), tried_at=bindparam("at")
)
TRIES_OF = (
    select(tries.tried_at)
    .where(tries.person_id == bindparam("of_person"), tries.tried_at > bindparam("since"))
    .order_by(tries.tried_at)
)
TRIES_OF_ALL = (
    select(tries.tried_at).where(tries.tried_at > bindparam("since")).order_by(tries.tried_at)
)
FORGET_TRIES = delete(tables.claim_try).where(tries.tried_at <= bindparam("since"))
DROP_TRIES = delete(tables.claim_try).where(tries.person_id == bindparam("of_person"))

ADD_APPLICATION = (
    insert(tables.teaching_application)
    .values(
        person_id=bindparam("of_person"),
        answers=bindparam("texts"),
        state="waiting",
        note="",
        created_at=bindparam("at"),
    )
    .returning(applications.id)
)
OPEN_APPLICATION = select(applications.id, applications.state).where(
    applications.person_id == bindparam("of_person"), applications.state.in_(("waiting", "asked"))
)
ANSWER_APPLICATION = (
    update(tables.teaching_application)
    .where(applications.id == bindparam("application_id"))
    .values(answers=bindparam("texts"), state="waiting")
)
_application = select(
    applications.id,
    applications.person_id,
    applications.answers,
    applications.state,
    applications.note,
    applications.created_at,
    people.first_name,
).join_from(tables.teaching_application, tables.person, applications.person_id == people.id)
FIND_APPLICATION = _application.where(applications.id == bindparam("application_id"))
APPLICATIONS_OF = _application.where(applications.person_id == bindparam("of_person"))
WAITING_APPLICATIONS = _application.where(applications.state == "waiting").order_by(applications.id)
DECIDE_APPLICATION = (
    update(tables.teaching_application)
    .where(applications.id == bindparam("application_id"))
    .values(
        state=bindparam("new_state"),
        decided_by=bindparam("by_person"),
        note=bindparam("reason"),
        decided_at=bindparam("at"),
    )
)
EMPTY_APPLICATIONS = (
    update(tables.teaching_application)
    .where(applications.person_id == bindparam("of_person"))
    .values(answers="[]", note="", state="declined")
)

FIND_ALLOWANCE = select(allowances.left_millis, allowances.updated_at).where(
    allowances.person_id == bindparam("of_person"), allowances.kind == bindparam("of_kind")
)
_set_allowance = upsert(tables.allowance).values(
    person_id=bindparam("of_person"),
    kind=bindparam("of_kind"),
    left_millis=bindparam("left"),
    updated_at=bindparam("at"),
)
SET_ALLOWANCE = _set_allowance.on_conflict_do_update(
    index_elements=["person_id", "kind"],
    set_={
        "left_millis": _set_allowance.excluded.left_millis,
        "updated_at": _set_allowance.excluded.updated_at,
    },
)
DROP_ALLOWANCES = delete(tables.allowance).where(allowances.person_id == bindparam("of_person"))

COMMUNITY = select(tables.community.c.key, tables.community.c.value)
_set_community = upsert(tables.community).values(
    key=bindparam("of_key"), value=bindparam("new_value")
)
SET_COMMUNITY = _set_community.on_conflict_do_update(
    index_elements=["key"], set_={"value": _set_community.excluded.value}
)
FIRST_EDUCATOR = (
    select(tables.role_grant.c.person_id)
    .where(tables.role_grant.c.role == "educator")
    .order_by(tables.role_grant.c.person_id)
    .limit(1)
)
