"""What a conversation has to remember between two messages: open forms and polls on their way."""

from __future__ import annotations

import json

from engine.conversations import statements as sql
from engine.conversations.commands import (
    AnswerPoll,
    BindPoll,
    Draft,
    DraftQuery,
    DropDraft,
    PollBound,
    PollReference,
    Remember,
    SaveDraft,
    StartDraft,
)
from engine.conversations.errors import DraftGone, DraftTooLong
from engine.conversations.queries import draft_of
from engine.foundation.errors import Forbidden
from engine.foundation.tx import Tx

DRAFT_LIMIT = 64_000  # characters of all values together


def start_draft(tx: Tx, command: StartDraft) -> Draft:
    """One open form per person and place: a former one makes room. Raises DraftTooLong."""
    drop_draft(tx, DropDraft(command.person_id, command.platform, command.place_key))
    tx.change(
        sql.ADD_DRAFT,
        of_person=command.person_id,
        on_platform=command.platform,
        in_place=command.place_key,
        of_form=command.form,
        at_step=command.step,
        given=_packed(command.values),
        called_with=_packed(command.arguments),
        at=tx.now,
    )
    return _draft(tx, command)


def save_draft(tx: Tx, command: SaveDraft) -> Draft:
    """Raises DraftGone when this form is no longer the open one, DraftTooLong."""
    saved = tx.change(
        sql.SAVE_DRAFT,
        of_person=command.person_id,
        on_platform=command.platform,
        in_place=command.place_key,
        of_form=command.form,
        at_step=command.step,
        given=_packed(command.values),
        at=tx.now,
    )
    if not saved:
        raise DraftGone(form=command.form)
    return _draft(tx, command)


def drop_draft(tx: Tx, command: DropDraft) -> bool:
    """The form was sent or cancelled; False when none was open."""
    dropped = tx.change(
        sql.DROP_DRAFT,
        of_person=command.person_id,
        on_platform=command.platform,
        in_place=command.place_key,
    )
    return bool(dropped)


def bind_poll(tx: Tx, command: BindPoll) -> PollBound:
    """Answers to this poll find their token from now on; one that came too early is handed out."""
    tx.lock("poll", command.poll_id)
    tx.change(
        sql.BIND_POLL,
        on_platform=command.platform,
        of_poll=command.poll_id,
        for_token=command.token,
        of_person=command.person_id,
        in_chat=command.chat_id,
        as_message=command.message_id,
        at=tx.now,
    )
    key = {
        "on_platform": command.platform,
        "of_poll": command.poll_id,
        "of_person": command.person_id,
    }
    early = tx.one(sql.FIND_PARKED, **key)
    if early is None:
        return PollBound(None)
    tx.change(sql.DROP_PARKED, **key)
    return PollBound(tuple(json.loads(early.options)))


def answer_poll(tx: Tx, command: AnswerPoll) -> PollReference:
    """Where the answer belongs; parked when the poll is not known yet, the last answer counting.

    Raises Forbidden when the poll was somebody else's.
    """
    tx.lock("poll", command.poll_id)
    row = tx.one(sql.FIND_POLL, on_platform=command.platform, of_poll=command.poll_id)
    if row is None:
        tx.change(
            sql.PARK_ANSWER,
            on_platform=command.platform,
            of_poll=command.poll_id,
            of_person=command.person_id,
            chosen=json.dumps(command.options),
            at=tx.now,
        )
        return PollReference(None)
    if row.person_id != command.person_id:
        raise Forbidden(role="owner")
    return PollReference(row.token, row.chat_id, row.message_id)


def remember(tx: Tx, command: Remember) -> None:
    if command.value:
        tx.change(sql.REMEMBER, of_key=command.key, new_value=command.value)
    else:
        tx.change(sql.FORGET, of_key=command.key)


def _packed(values: dict[str, str]) -> str:
    packed = json.dumps(values, ensure_ascii=False)
    if len(packed) > DRAFT_LIMIT:
        raise DraftTooLong(limit=DRAFT_LIMIT)
    return packed


def _draft(tx: Tx, command: StartDraft | SaveDraft) -> Draft:
    query = DraftQuery(command.person_id, command.platform, command.place_key)
    draft = draft_of(tx, query)
    if draft is None:
        raise AssertionError("a draft that was just written is missing")
    return draft
