"""What the wallet refuses."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class KeyConflict(EngineError):
    """The key was posted before with another request. data: key."""

    code = "wallet.key_conflict"


class InsufficientBalance(EngineError):
    """An account would fall below its floor. data: account (its short name in the chart,
    as "person:purchased"), balance, amount (what was asked for)."""

    code = "wallet.insufficient_balance"


class InsufficientFunds(EngineError):
    """The operator's own funds do not cover it. data: own_funds, amount."""

    code = "wallet.insufficient_funds"


class TreasuryAlreadyOpen(EngineError):
    """The operator chose before, and otherwise. data: mode."""

    code = "wallet.treasury_already_open"


class TreasuryNotOpen(EngineError):
    """Tokens are not in use here (not chosen yet, or points only). data: mode."""

    code = "wallet.treasury_not_open"


class TokensLeft(EngineError):
    """Purchased tokens must be refunded or given up before a person is erased. data: purchased."""

    code = "wallet.tokens_left"


class AlreadyReversed(EngineError):
    """A journal is reversed once at most. data: journal_id."""

    code = "wallet.already_reversed"


class DebtOpen(EngineError):
    """An educator's debt stands against it. data: tokens."""

    code = "wallet.debt_open"


class LotsDiffer(EngineError):
    """A lot does not hold what the books say; nothing was moved. data: lot_id."""

    code = "wallet.lots_differ"


class NotYoursToApprove(EngineError):
    """Who proposed it, whom it is for, and whoever was ever one person with them do not decide it.
    data: none."""

    code = "wallet.not_yours_to_approve"


class NotYoursToDecide(EngineError):
    """The educator, who bought from them, and whoever was ever one person with either do not decide
    on that income. data: none."""

    code = "wallet.not_yours_to_decide"


class SameGroupApproves(EngineError):
    """The other one who approved was once one person with this one. data: none."""

    code = "wallet.same_group_approves"


class CorrectionUnsound(EngineError):
    """Tokens and the money behind them would drift apart. data: account, money, owed."""

    code = "wallet.correction_unsound"


class PriceTooLow(EngineError):
    """A price is 0 or at least the minimum. data: price, minimum."""

    code = "wallet.price_too_low"


class OwnCourse(EngineError):
    """Nobody buys what they sell themselves. data: none."""

    code = "wallet.own_course"


class NotEnough(EngineError):
    """The tokens do not suffice. data: price, earned (of the earned ones, how many can be used
    here), purchased (how many there are), missing."""

    code = "wallet.not_enough"


class NothingToRefund(EngineError):
    """So much of the sale is not left to go back. data: asked, left."""

    code = "wallet.nothing_to_refund"


class EarningsLeft(EngineError):
    """An educator is erased once their earnings are paid out or given up. data: tokens."""

    code = "wallet.earnings_left"


class PriceTooHigh(EngineError):
    """data: price, maximum."""

    code = "wallet.price_too_high"


class HoldOver(EngineError):
    """The hold has ended: settled, voided or expired. data: state."""

    code = "wallet.hold_over"


class HoldOpen(EngineError):
    """Tokens are held for something that is not over. data: tokens."""

    code = "wallet.hold_open"


class TooManyLots(EngineError):
    """One journal cannot take from so many lots. data: lots (needed), most."""

    code = "wallet.too_many_lots"
