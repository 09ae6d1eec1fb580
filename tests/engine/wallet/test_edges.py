"""The wallet's edges: the whole chart, the hours of daily jobs, what functions make once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.foundation.door import Engine
from engine.wallet import chart, checking, expiry, snapshots
from engine.wallet.chart import rule_of, stripe_of
from engine.wallet.commands import WalletLine
from engine.wallet.history import Totals, totals_of
from engine.wallet.lowest import _debit as _lowest_debit
from engine.wallet.lowest import _weight as _lowest_weight
from engine.wallet.snapshot_statements import _debit, _weight
from engine.wallet.triggers import POSTGRESQL_TRIGGERS, _function, _trigger

# asset, kind, side, floor: the shapes; `money` is the settlement currency
CHART = """
TOK liability -1 0: person:*:purchased person:*:earned organization:*:pool hold:*:purchased
    hold:*:earned educator:*:pending educator:*:available educator:*:reserve
TOK asset 1 0: educator:*:debt
TOK equity 1 None: issuance:purchased issuance:rewards:*
TOK equity -1 None: burn:fee burn:payout burn:redemption burn:expiry burn:refund burn:dispute
    burn:tax burn:written_off
XTR asset 1 0: stars:pending stars:available
XTR equity -1 None: exchange:XTR
money asset 1 None: exchange:USD stripe:pending stripe:available stripe:dispute_withheld bank
    suspense
money asset 1 0: receivable:educator:* receivable:organization:* prepaid:vouchers:*
money liability -1 None: backing:purchased backing:earnings fund:committed fund:maturing
    deferred:platform_fee deferred:subscription deferred:certification deferred:organization
    deferred:redemption deferred:placement tax_payable
money liability -1 0: fund:rewards fund:slice:*:* fund:slice:*:*:* fund:scholarship
    fund:campaign:* payable:educator:* payout_in_flight:* refund_payable:* voucher_payable:*
money equity -1 None: own:capital
money revenue -1 None: revenue:platform_fee revenue:token_margin revenue:subscription
    revenue:certification revenue:sponsorship revenue:organization
money expense 1 None: expense:processing expense:rewards expense:chargeback expense:bad_debt
    expense:goodwill expense:fx
"""


def test_the_chart_is_section_4_of_the_design() -> None:
    wanted: dict[str, str] = {}
    for group in CHART.replace("\n    ", " ").strip().splitlines():
        facts, _, names = group.partition(": ")
        wanted.update(dict.fromkeys(names.split(), facts))
    told = {
        rule.name: f"{rule.asset_in('money')} {rule.kind} {rule.normal_side} {rule.floor}"
        for _, rule in chart._rules()
    }
    assert told == wanted
    for pattern, rule in chart._rules():
        code = rule.name.replace("*", "a_Z-9")
        assert pattern.fullmatch(code)
        assert rule_of(code) == rule
        assert not pattern.fullmatch(code.replace(":", ".", 1)) or ":" not in code
    assert (stripe_of("2027-03-04", 0), stripe_of("2027-03-04", 7)) == (
        "2027-03-04",
        "2027-03-04:7",
    )


@pytest.mark.parametrize(
    ("next_after", "at"),
    [
        (expiry.next_sweep, timedelta(hours=4)),
        (checking._next_check, timedelta(hours=5)),
        (snapshots._next_roll_up, timedelta(hours=3, minutes=30)),
    ],
)
def test_a_daily_job_comes_at_its_hour_and_never_twice_a_day(
    next_after: Any, at: timedelta
) -> None:
    midnight = datetime(2027, 3, 4, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    for moment in (midnight, midnight + at / 2, midnight + at - tick):
        assert next_after(moment) == midnight + at
    for moment in (midnight + at, midnight + at + tick, midnight + timedelta(hours=23)):
        assert next_after(moment) == midnight + at + timedelta(days=1)


def test_the_statements_made_by_functions_are_these() -> None:
    assert str(_weight(_debit)) == (
        "CASE WHEN (debit.cached = :cached_1 AND debit.kind IN (__[POSTCOMPILE_kind_1])) "
        "THEN :param_1 ELSE :param_2 END"
    )
    told = _weight(_debit).compile().params
    assert told == {"cached_1": 0, "kind_1": ["asset", "liability"], "param_1": 1, "param_2": 0}
    assert str(_lowest_weight(_lowest_debit)) == (
        "CASE WHEN (debit.kind IN (__[POSTCOMPILE_kind_1])) THEN :param_1 ELSE :param_2 END"
    )
    told = _lowest_weight(_lowest_debit).compile().params
    assert told == {"kind_1": ["asset", "liability"], "param_1": 1, "param_2": 0}
    assert _function("f", "x") == "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$x$$"
    assert _trigger("t", "kept", "BEFORE DELETE", "f") in (
        "CREATE TRIGGER t_kept BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()"
    )
    assert _trigger("ledger_entry", "not_emptied", "BEFORE TRUNCATE", "ledger_append_only",
                    "STATEMENT") in [text for _, text in POSTGRESQL_TRIGGERS]  # fmt: skip


def test_totals_are_of_each_class(engine: Engine) -> None:
    at = datetime(2027, 3, 4, tzinfo=UTC)
    facts = ((5, 12), (1, 13), (-4, 9), (-1, 8))
    lines = [WalletLine(n, "k", "earned", by, after, at, {}) for n, (by, after) in enumerate(facts)]
    lines.insert(1, WalletLine(9, "k", "purchased", -3, 0, at, {}))
    assert totals_of(lines) == (Totals("earned", 7, 6, 5, 8), Totals("purchased", 3, 0, 3, 0))
    assert totals_of([]) == ()
