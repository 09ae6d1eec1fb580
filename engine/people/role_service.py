"""Who may do what: the first administrator's code, applications to teach, roles given and taken."""

from __future__ import annotations

import json
from datetime import timedelta

from engine.foundation.errors import NotFound
from engine.foundation.tx import Tx
from engine.people import statements as sql
from engine.people.codes import hashed, new_code
from engine.people.commands import (
    ApplicationDecided,
    ApplicationMade,
    ApplyToTeach,
    Appoint,
    ClaimAdmin,
    ClaimAnswered,
    ClaimCodeMade,
    DecideApplication,
    Decision,
    GrantRole,
    MakeClaimCode,
    RevokeRole,
    Role,
    RoleGranted,
)
from engine.people.errors import (
    AlreadyDecided,
    AlreadyEducator,
    ApplicationEmpty,
    ApplicationWaiting,
    LastAdmin,
    RoleFixed,
)
from engine.people.events import (
    AdminClaimed,
    ApplicationWasDecided,
    RoleProposed,
    TeachingRequested,
)
from engine.people.names import clean_name
from engine.people.queries import admins, person_row, private_chats, require_role, roles_of
from engine.people.wrong_codes import TRIES_PER_PERSON, TRIES_WITHIN, check_tries

CODE_LIFE = timedelta(minutes=15)
ANSWER_LIMIT = 2_000
_STATES = {Decision.APPROVE: "approved", Decision.ASK: "asked", Decision.DECLINE: "declined"}


def make_claim_code(tx: Tx, command: MakeClaimCode) -> ClaimCodeMade:
    """A one-time code for becoming administrator, for the shell alone; run it without an inbox key,
    which would store the answer."""
    code = new_code()
    expires_at = tx.now + CODE_LIFE
    tx.lock("claim", 0)
    tx.change(sql.CLOSE_CODES)
    tx.change(sql.ADD_CODE, hashed=hashed(code), until=expires_at)
    return ClaimCodeMade(code, expires_at)


def claim_admin(tx: Tx, command: ClaimAdmin) -> ClaimAnswered:
    """A wrong code is a result and no refusal: a refusal would undo the counting of the try.

    Raises TooMany(what="claim") after five wrong tries in an hour, or a hundred over all.
    """
    tx.lock("claim", 0)
    person_row(tx, command.person_id)
    since = tx.now - TRIES_WITHIN
    tx.change(sql.FORGET_TRIES, since=since)
    mine = tx.query(sql.TRIES_OF, of_person=command.person_id, since=since)
    over_all = tx.query(sql.TRIES_OF_ALL, since=since)
    check_tries(mine, over_all, now=tx.now, what="claim")
    if not tx.change(
        sql.USE_CODE, hashed=hashed(command.code), at=tx.now, by_person=command.person_id
    ):
        tx.change(sql.ADD_TRY, of_person=command.person_id, at=tx.now)
        return ClaimAnswered(is_accepted=False, tries_left=TRIES_PER_PERSON - len(mine) - 1)
    before = [admin for admin in admins(tx, None) if admin != command.person_id]
    _add_role(tx, command.person_id, Role.ADMIN, by_person_id=None)
    tx.emit(AdminClaimed(command.person_id), to=private_chats(tx, before))
    return ClaimAnswered(is_accepted=True, tries_left=TRIES_PER_PERSON)


def apply_to_teach(tx: Tx, command: ApplyToTeach) -> ApplicationMade:
    """Every administrator is told; where one had asked something, this answers it.

    Raises AlreadyEducator, ApplicationWaiting, ApplicationEmpty.
    """
    person_row(tx, command.person_id)
    if Role.EDUCATOR in roles_of(tx, command.person_id):
        raise AlreadyEducator()
    answers = [
        [clean_name(name), text.replace("\x00", "").strip()[:ANSWER_LIMIT]]
        for name, text in command.answers
    ]
    if not any(text for _, text in answers):
        raise ApplicationEmpty()
    texts = json.dumps(answers, ensure_ascii=False)
    known = tx.one(sql.OPEN_APPLICATION, of_person=command.person_id)
    if known is not None and known.state == "waiting":
        raise ApplicationWaiting(application_id=known.id)
    if known is not None:
        tx.lock("application", known.id)
        tx.change(sql.ANSWER_APPLICATION, application_id=known.id, texts=texts)
        application_id = known.id
    else:
        application_id = tx.query(
            sql.ADD_APPLICATION, of_person=command.person_id, texts=texts, at=tx.now
        )[0].id
    made = ApplicationMade(application_id, is_answer=known is not None)
    tx.emit(
        TeachingRequested(application_id, command.person_id, made.is_answer),
        to=private_chats(tx, admins(tx, None)),
    )
    return made


def decide_application(tx: Tx, command: DecideApplication) -> ApplicationDecided:
    """Administrators only; the applicant is told. Raises Forbidden, NotFound, AlreadyDecided."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    tx.lock("application", command.application_id)
    row = tx.one(sql.FIND_APPLICATION, application_id=command.application_id)
    if row is None:
        raise NotFound(what="application")
    state = _STATES[command.decision]
    if row.state in ("approved", "declined", state):
        raise AlreadyDecided(state=row.state)
    tx.change(
        sql.DECIDE_APPLICATION,
        application_id=row.id,
        new_state=state,
        by_person=command.by_person_id,
        reason=command.note.replace("\x00", "").strip()[:ANSWER_LIMIT],
        at=tx.now,
    )
    if command.decision is Decision.APPROVE:
        _add_role(tx, row.person_id, Role.EDUCATOR, by_person_id=command.by_person_id)
    tx.emit(
        ApplicationWasDecided(row.id, row.person_id, state), to=private_chats(tx, [row.person_id])
    )
    return ApplicationDecided(row.id, row.person_id, state)


def grant_role(tx: Tx, command: GrantRole) -> RoleGranted:
    """Administrators only. A role above educator is given by two of them: the first one's grant
    waits for the second's. Raises Forbidden, NotFound."""
    tx.lock("roles", 0)
    require_role(tx, command.by_person_id, Role.ADMIN)
    person_row(tx, command.person_id)
    if command.role in roles_of(tx, command.person_id):
        return RoleGranted(is_done=True)
    if command.role is Role.ADMIN and not _is_seconded(tx, command):
        return RoleGranted(is_done=False)
    _add_role(tx, command.person_id, command.role, by_person_id=command.by_person_id)
    return RoleGranted(is_done=True)


def revoke_role(tx: Tx, command: RevokeRole) -> bool:
    """Administrators only; False when the person did not have it. Raises Forbidden, RoleFixed,
    LastAdmin."""
    tx.lock("roles", 0)
    require_role(tx, command.by_person_id, Role.ADMIN)
    if command.role is Role.LEARNER:
        raise RoleFixed(role=command.role.value)
    if command.role is Role.ADMIN and admins(tx, None) == (command.person_id,):
        raise LastAdmin()
    return bool(tx.change(sql.DROP_ROLE, of_person=command.person_id, old_role=command.role.value))


def appoint(tx: Tx, command: Appoint) -> None:
    """For the shell and the demonstration: whoever has the shell has the database as well."""
    person_row(tx, command.person_id)
    _add_role(tx, command.person_id, command.role, by_person_id=None)


def _is_seconded(tx: Tx, command: GrantRole) -> bool:
    role = command.role.value
    there_are = admins(tx, None)
    proposal = tx.one(sql.FIND_PROPOSAL, of_person=command.person_id, new_role=role)
    # Who proposed and is no administrator any more has no say left.
    if proposal is not None and proposal.proposed_by in there_are:
        return bool(proposal.proposed_by != command.by_person_id)
    tx.change(sql.DROP_PROPOSALS, of_person=command.person_id, new_role=role)
    tx.change(
        sql.ADD_PROPOSAL,
        of_person=command.person_id,
        new_role=role,
        by_person=command.by_person_id,
        at=tx.now,
    )
    others = [admin for admin in there_are if admin != command.by_person_id]
    tx.emit(
        RoleProposed(command.person_id, role, command.by_person_id), to=private_chats(tx, others)
    )
    return False


def _add_role(tx: Tx, person_id: int, role: Role, *, by_person_id: int | None) -> None:
    tx.change(
        sql.ADD_ROLE, of_person=person_id, new_role=role.value, by_person=by_person_id, at=tx.now
    )
    tx.change(sql.DROP_PROPOSALS, of_person=person_id, new_role=role.value)
