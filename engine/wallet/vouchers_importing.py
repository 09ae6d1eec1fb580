"""An administrator sends a partner's codes; two others let them in."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.tx import Tx
from engine.people.commands import Role
from engine.people.queries import require_role
from engine.wallet import redemption_proposals, vouchers
from engine.wallet.proposals import Propose, propose
from engine.wallet.redemption_commands import ImportVouchers
from engine.wallet.redemption_errors import VouchersKnown

LINES_TOLD = 10


@dataclass(frozen=True)
class ImportProposed:
    proposal_id: int
    codes: int


def import_vouchers(tx: Tx, command: ImportVouchers) -> ImportProposed:
    """Keeps the codes where nobody can take one, and asks. Raises Forbidden, TreasuryNotOpen,
    VouchersKnown; ValueError for no row."""
    require_role(tx, command.by_person_id, Role.ADMIN)
    if not command.rows:
        raise ValueError("no voucher to import")
    import_id, known = vouchers.add_import(tx, command)
    if known:
        lines = ", ".join(str(problem.line) for problem in known[:LINES_TOLD])
        raise VouchersKnown(codes=len(known), lines=lines)
    made = propose(
        tx,
        Propose(
            redemption_proposals.IMPORT, by_person_id=command.by_person_id, import_id=import_id
        ),
    )
    return ImportProposed(made.proposal_id, len(command.rows))
