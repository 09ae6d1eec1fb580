"""What both sides of a link see, and which links can still be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.people import link_statements as sql
from engine.people import merges
from engine.people.commands import Role
from engine.people.link_commands import (
    LinkOffer,
    LinkOfferQuery,
    LinkSide,
    LinkStanding,
    RecentMerge,
)
from engine.people.queries import accounts_of, person_row, require_role

UNDO_FOR = timedelta(days=7)


def link_standing(tx: ReadTx, query: LinkOfferQuery) -> LinkStanding:
    """How far a code is, for either side. Raises NotFound for anybody else."""
    row = tx.one(sql.FIND_CODE, code_id=query.code_id)
    if row is None or query.person_id not in (row.person_id, row.shown_to):
        raise NotFound(what="link")
    if row.state not in ("open", "taken"):
        return LinkStanding(row.state)
    if row.expires_at <= tx.now:
        return LinkStanding("expired")
    return LinkStanding(row.state, offer_of(tx, row) if row.shown_to is not None else None)


def recent_merges(tx: ReadTx, by_person_id: int) -> tuple[RecentMerge, ...]:
    """Those that an administrator can still undo, newest first. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return tuple(
        RecentMerge(
            merge_id=row.id,
            keeper_id=row.keeper_id,
            name=person_row(tx, row.keeper_id).first_name,
            platforms=tuple(sorted(account.platform for account in accounts_of(tx, row.keeper_id))),
            merged_at=row.merged_at,
            until=row.merged_at + UNDO_FOR,
        )
        for row in tx.query(sql.RECENT_MERGES, since=tx.now - UNDO_FOR)
    )


def offer_of(tx: ReadTx, row: Any) -> LinkOffer:
    """`row` is a code that was given to somebody."""
    return LinkOffer(
        code_id=row.id,
        maker=_side(tx, row.person_id, row.platform),
        giver=_side(tx, row.shown_to, row.shown_on),
    )


def _side(tx: ReadTx, person_id: int, platform: str) -> LinkSide:
    account = next(
        (known for known in accounts_of(tx, person_id) if known.platform == platform), None
    )
    return LinkSide(
        person_id=person_id,
        platform=platform,
        name=account.first_name if account else person_row(tx, person_id).first_name,
        username=account.username if account else "",
        holdings=merges.holdings_of(tx, person_id),
    )
