"""What the wallet is asked and what it answers: journals, grants, the treasury, statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Line:
    """`debit -> credit amount`: account codes of the chart, a whole number of smallest units.

    `asset` is "TOK", "XTR" or the settlement currency. A line of amount 0 is left out. `lot`: the
    lot that these tokens leave or come back to; it is no part of what makes two requests the same.
    """

    debit: str
    credit: str
    asset: str
    amount: int
    lot: int | None = None


@dataclass(frozen=True)
class Journal:
    """One business fact. `key` is that fact ("quiz-passed:7:3"), never a message's id.

    `effective_at` is when it took effect (the moment of posting when None); it is no part of what
    makes two requests the same. `about` holds ids, numbers and codes; never a sentence or a name.
    """

    key: str
    kind: str
    lines: tuple[Line, ...]
    effective_at: datetime | None = None
    refers_to: int | None = None
    reverses: int | None = None
    about: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class JournalPosted:
    """`is_new` is False when the same key with the same request was posted before."""

    journal_id: int
    is_new: bool


@dataclass(frozen=True)
class Money:
    """The money side of this deployment: the one settlement currency and the published peg (minor
    units of it per token)."""

    currency: str = "USD"
    peg: int = 1


@dataclass(frozen=True)
class GrantFromFund:
    """Earned tokens for one achievement of a programme ("quiz", "streak")."""

    key: str
    person_id: int
    programme: str
    amount: int
    about: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Granted:
    """`amount` is 0 when the fund cannot pay it all. `is_new`: False for a key granted before."""

    amount: int
    is_new: bool


@dataclass(frozen=True)
class OpenTreasury:
    """`mode`: points (no tokens at all) | money | notional (tokens without cash-out). `amount` is
    what the rewards fund starts with, in minor units of `currency` (0 in mode points)."""

    mode: str
    amount: int = 0
    currency: str = "USD"


@dataclass(frozen=True)
class AddToFund:
    """The operator adds `amount` minor units of own money to the rewards fund, once per key."""

    key: str
    amount: int


@dataclass(frozen=True)
class Treasury:
    """How tokens work here. `is_open` is False until the operator has chosen."""

    is_open: bool
    mode: str
    currency: str
    peg: int

    @property
    def money(self) -> Money:
        return Money(self.currency, self.peg)


@dataclass(frozen=True)
class RewardsMoved:
    """In tokens: given out of the funds (scholarships too); reversed, because they were paid twice
    or their course was given back; and past their date, whose money the funds have again."""

    issued: int
    taken_back: int
    expired: int


@dataclass(frozen=True)
class FundState:
    """Minor units: `available` in the fund, `in_slices` drawn for the day's grants, `committed`
    behind earned tokens. `own_funds`: all assets less all liabilities."""

    treasury: Treasury
    available: int
    in_slices: int
    committed: int
    own_funds: int


@dataclass(frozen=True)
class WalletQuery:
    person_id: int


@dataclass(frozen=True)
class WalletLine:
    """One journal as one class of a person's tokens saw it.

    `bucket`: earned | purchased. `amount` is signed, `balance_after` is that bucket's. `about`
    holds the facts: for `reward.granted` programme ("quiz": quiz, course, bonus; "streak": days).
    """

    id: int
    kind: str
    bucket: str
    amount: int
    balance_after: int
    at: datetime
    about: dict[str, int | str]


@dataclass(frozen=True)
class WalletPage:
    """`use_by`: the UTC day on which the first of the earned tokens expire; None without any."""

    earned: int
    purchased: int
    use_by: date | None
    latest: tuple[WalletLine, ...]


@dataclass(frozen=True)
class EarnedLot:
    """What is left of one lot of earned tokens; `thing`: what they are for alone ("": anything)."""

    tokens: int
    thing: str
    usable_from: datetime
    use_by: datetime


@dataclass(frozen=True)
class StatementQuery:
    """Newest first; `before` is the id of the last line of the page before (None: the newest)."""

    person_id: int
    before: int | None = None
    limit: int = 10


@dataclass(frozen=True)
class Statement:
    lines: tuple[WalletLine, ...]
    has_more: bool


@dataclass(frozen=True)
class AuditProblem:
    """`code`: unbalanced | bridge | own_funds | incomplete_journal | balance_differs |
    balance_missing | broken_chain | below_floor | lots_differ | orders_differ | holds_differ |
    snapshot_differs;
    `data` names what, with amounts."""

    code: str
    data: dict[str, int | str]


@dataclass(frozen=True)
class AuditReport:
    """What `peerloom doctor` says of the ledger. `problems` is empty when all invariants hold."""

    journals: int
    postings: int
    accounts: int
    own_funds: int
    problems: tuple[AuditProblem, ...]
