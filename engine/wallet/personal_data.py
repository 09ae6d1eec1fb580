"""What the wallet knows of a person: given out on request, and let go of."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.personal_data import register
from engine.wallet.commands import StatementQuery
from engine.wallet.control_statements import VOTES_OF
from engine.wallet.errors import TokensLeft
from engine.wallet.expiry import expire_lots
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.queries import balances_of, statement

EVERY_LINE = 1_000_000


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Balances, every line of a person's statement, and what they decided of proposals."""
    earned, purchased = balances_of(tx, person_id)
    lines = statement(tx, StatementQuery(person_id, limit=EVERY_LINE)).lines
    return {
        "earned": earned,
        "purchased": purchased,
        "statement": [
            {
                "kind": line.kind,
                "bucket": line.bucket,
                "amount": line.amount,
                "balance_after": line.balance_after,
                "at": line.at.isoformat(),
                "about": line.about,
            }
            for line in lines
        ],
        "decisions": [
            {
                "proposal": vote.proposal_id,
                "decision": vote.decision,
                "at": vote.voted_at.isoformat(),
            }
            for vote in tx.query(VOTES_OF, of_person=person_id)
        ],
    }


def erase(tx: Tx, person_id: int) -> None:
    """Earned tokens return to the fund; journals and votes stay, with the bare id.

    Raises TokensLeft while there are purchased tokens: they are somebody's money.
    """
    earned, purchased = balances_of(tx, person_id)
    if purchased:
        raise TokensLeft(purchased=purchased)
    if earned:
        expire_lots(tx, tx.query(LEFT_OF, of_person=person_id), key=f"person-erased:{person_id}")


register("wallet", export, erase)
