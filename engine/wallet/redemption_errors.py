"""What redeeming refuses."""

from __future__ import annotations

from engine.foundation.errors import EngineError


class SoldOut(EngineError):
    """No code is left of it, or its time is over. data: title."""

    code = "wallet.sold_out"


class EarnedTooFew(EngineError):
    """data: price, earned (that can be used now), waiting (not vested yet)."""

    code = "wallet.earned_too_few"


class NoPaidPurchase(EngineError):
    """Vouchers are for who has bought something with purchased tokens, and kept it. data: none."""

    code = "wallet.no_paid_purchase"


class VoucherCap(EngineError):
    """data: cap, left (of this month)."""

    code = "wallet.voucher_cap"


class CodeRefused(EngineError):
    """A discount code that cannot be made. data: reason (form | taken | worth | uses | until |
    fund | price)."""

    code = "wallet.code_refused"


class CodeNotGood(EngineError):
    """Unknown, over, used up or for something else: which of these is not told. data: none."""

    code = "wallet.code_not_good"


class ScholarshipRefused(EngineError):
    """data: reason (amount | have_it | own), price."""

    code = "wallet.scholarship_refused"


class VouchersKnown(EngineError):
    """Codes that are in stock already; nothing was imported. data: codes (how many), lines."""

    code = "wallet.vouchers_known"
