"""A journal in one round trip: what `engine.wallet.ledger` does statement by statement on SQLite,
as one stored function of PostgreSQL. The triggers write entries and balances on both.

It works with the rights of whoever made it, so that the program's own role needs no right to write
the ledger's tables (`peerloom.database.share_with`); and it names where its tables are, so that
nobody slips it a table of the same name.
"""

from __future__ import annotations

from sqlalchemy import ARRAY, Integer, bindparam, text

from engine.foundation.columns import BigInt, Text, UtcDateTime

# An educator's pending account, which all who buy from them credit. A credit there can be refused
# by nothing: where another command has the account its entry is written by COMMIT
# (`engine.wallet.triggers`), so that nobody waits while the other still works. A journal that takes
# from there writes what its transaction put off before, and has the account to itself.
MAY_WAIT_FUNCTION = """
CREATE FUNCTION ledger_may_wait(code text) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT left(code, 9) = 'educator:' AND right(code, 7) = 'pending' $$
"""

# `outcome`: posted | known (the same request came before) | conflict (another one came under this
# key) | short (a balance would go below its floor; nothing is written).
POST_JOURNAL_FUNCTION = """
CREATE FUNCTION ledger_post(
    new_key text, new_hash text, new_kind text, new_reverses bigint, new_refers_to bigint,
    new_effective timestamptz, new_created timestamptz, new_about text,
    codes text[], code_assets text[], code_kinds text[], code_sides int[], code_floors bigint[],
    code_cached int[],
    debits text[], credits text[], assets text[], amounts bigint[], lots bigint[]
) RETURNS TABLE (outcome text, id bigint, account text, balance bigint, amount bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    earlier record;
    found_one record;
    line int;
    ids bigint[];
    caches int[];
    sides int[];
    floors bigint[];
    held bigint[];
    of_asset text[];
    place int;
    side int;
    step int;
    before_it bigint;
    made bigint;
    refusal text;
    takes_from_there boolean := false;
BEGIN
    SELECT j.id, j.request_hash INTO earlier
        FROM ledger_journal j WHERE j.idempotency_key = new_key;
    IF FOUND THEN
        RETURN QUERY SELECT
            CASE WHEN earlier.request_hash = new_hash THEN 'known' ELSE 'conflict' END,
            earlier.id, NULL::text, NULL::bigint, NULL::bigint;
        RETURN;
    END IF;
    -- One row at a time, by its key: a join with a list is planned anew on each call, which takes
    -- longer than the rest of the journal, or once for all with a look at every account.
    FOR place IN 1 .. cardinality(codes) LOOP
        SELECT a.id, a.cached, a.normal_side, a.floor_amount, a.asset INTO found_one
            FROM ledger_account a WHERE a.code = codes[place];
        IF NOT FOUND THEN
            INSERT INTO ledger_account (code, asset, kind, normal_side, floor_amount, cached)
                SELECT n.code, coalesce(n.asset, (SELECT t.currency FROM treasury t), 'USD'),
                    n.kind, n.side, n.floor_amount, n.cached
                FROM unnest(codes, code_assets, code_kinds, code_sides, code_floors, code_cached)
                    AS n (code, asset, kind, side, floor_amount, cached)
                WHERE NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.code = n.code)
                ORDER BY n.code
                ON CONFLICT (code) DO NOTHING;
            SELECT a.id, a.cached, a.normal_side, a.floor_amount, a.asset INTO STRICT found_one
                FROM ledger_account a WHERE a.code = codes[place];
        END IF;
        ids[place] := found_one.id;
        caches[place] := found_one.cached;
        sides[place] := found_one.normal_side;
        floors[place] := found_one.floor_amount;
        of_asset[place] := found_one.asset;
    END LOOP;
    FOR line IN 1 .. cardinality(debits) LOOP
        takes_from_there := takes_from_there OR ledger_may_wait(debits[line]);
    END LOOP;
    BEGIN
        IF takes_from_there THEN
            SET CONSTRAINTS ledger_posting_put_off IMMEDIATE;
            SET CONSTRAINTS ledger_posting_put_off DEFERRED;
        END IF;
        INSERT INTO ledger_journal (
                idempotency_key, request_hash, kind, postings, reverses_id, refers_to_id,
                effective_at, created_at, metadata)
            VALUES (new_key, new_hash, new_kind, cardinality(amounts), new_reverses, new_refers_to,
                new_effective, new_created, new_about)
            RETURNING ledger_journal.id INTO made;
        -- All balances in the order of their ids, so that no two journals wait for each other. The
        -- lock of its number comes first: who waits for that is let in when it is its turn, whereas
        -- all who wait for a row wake up at each change of it. A job's journal over many accounts
        -- does without: the server has room for some thousands of such locks.
        FOR place IN
            SELECT n.place FROM unnest(ids) WITH ORDINALITY AS n (id, place) ORDER BY n.id
        LOOP
            CONTINUE WHEN caches[place] = 0;
            CONTINUE WHEN NOT takes_from_there AND ledger_may_wait(codes[place]);
            IF cardinality(codes) <= 32 THEN
                PERFORM pg_advisory_xact_lock(ids[place]);
            END IF;
            SELECT b.balance INTO before_it
                FROM ledger_balance b WHERE b.account_id = ids[place] FOR UPDATE;
            held[place] := before_it;
        END LOOP;
        -- Line by line, as the triggers will.
        FOR number IN 1 .. cardinality(amounts) LOOP
            line := number;
            FOR step IN 1 .. 2 LOOP
                place := array_position(
                    codes, CASE step WHEN 1 THEN debits[line] ELSE credits[line] END);
                IF of_asset[place] <> assets[line] THEN
                    refusal := 'asset';
                    RAISE SQLSTATE 'PL001';
                END IF;
                CONTINUE WHEN held[place] IS NULL;
                side := CASE step WHEN 1 THEN 1 ELSE -1 END;
                before_it := held[place];
                held[place] := before_it + side * sides[place] * amounts[line];
                IF held[place] < floors[place] THEN
                    refusal := 'short';
                    RAISE SQLSTATE 'PL001';
                END IF;
            END LOOP;
        END LOOP;
        FOR line IN 1 .. cardinality(amounts) LOOP
            INSERT INTO ledger_posting
                    (journal_id, seq, debit_id, credit_id, asset, amount, lot_id)
                VALUES (made, line - 1, ids[array_position(codes, debits[line])],
                    ids[array_position(codes, credits[line])], assets[line], amounts[line],
                    lots[line]);
        END LOOP;
    EXCEPTION WHEN SQLSTATE 'PL001' THEN
        -- Undone with its locks: whoever fills the account up must not wait for who found it empty.
        RETURN QUERY SELECT refusal, NULL::bigint, codes[place], before_it, amounts[line];
        RETURN;
    END;
    RETURN QUERY SELECT 'posted', made, NULL::text, NULL::bigint, NULL::bigint;
END
$$
"""

_texts = ARRAY(Text)
POST_JOURNAL = (
    text(
        """
    SELECT outcome, id, account, balance, amount FROM ledger_post(
        :of_key, :of_hash, :of_kind, :reverses, :refers_to, :effective, :created, :about,
        :codes, :code_assets, :code_kinds, :code_sides, :code_floors, :code_cached,
        :debits, :credits, :assets, :amounts, :lots)
    """
    )
    .bindparams(
        *(bindparam(name, type_=Text) for name in ("of_key", "of_hash", "of_kind", "about")),
        *(bindparam(name, type_=BigInt) for name in ("reverses", "refers_to")),
        *(bindparam(name, type_=UtcDateTime) for name in ("effective", "created")),
        *(bindparam(name, type_=_texts) for name in ("codes", "code_assets", "code_kinds")),
        *(bindparam(name, type_=ARRAY(Integer)) for name in ("code_sides", "code_cached")),
        *(bindparam(name, type_=_texts) for name in ("debits", "credits", "assets")),
        *(bindparam(name, type_=ARRAY(BigInt)) for name in ("code_floors", "amounts", "lots")),
    )
    .columns(outcome=Text, id=BigInt, account=Text, balance=BigInt, amount=BigInt)
)
