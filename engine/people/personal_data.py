"""Where each domain says what it keeps about a person, and how it lets go of it."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import engine
from engine.foundation.tx import ReadTx, Tx
from engine.people import cap_groups
from engine.people import link_statements as links
from engine.people import statements as sql

Exporter = Callable[[ReadTx, int], Any]
Eraser = Callable[[Tx, int], None]

_domains: dict[str, tuple[Exporter, Eraser]] = {}


def register(name: str, export: Exporter, erase: Eraser) -> None:
    """`export(tx, person_id)` gives what json.dumps takes; `erase(tx, person_id)` drops names and
    texts, keeps opaque ids, and may refuse with an EngineError (open payouts, debt).

    A domain whose `personal_data.py` defines functions of these two names is registered by itself.
    """
    if name in _domains:
        raise TypeError(f"two domains are called {name!r}")
    _domains[name] = (export, erase)


def domains() -> dict[str, tuple[Exporter, Eraser]]:
    """All of them: each domain's `personal_data.py` is imported, so that none can be forgotten."""
    for package in pkgutil.iter_modules(engine.__path__):
        if (Path(engine.__path__[0]) / package.name / "personal_data.py").is_file():
            module = importlib.import_module(f"engine.{package.name}.personal_data")
            if package.name not in _domains:
                register(package.name, module.export, module.erase)
    return dict(_domains)


def export_all(tx: ReadTx, person_id: int) -> dict[str, Any]:
    return {name: give(tx, person_id) for name, (give, _) in sorted(domains().items())}


def erase_all(tx: Tx, person_id: int) -> None:
    """People's own rows go last: other domains may look the person up while they erase."""
    found = domains()
    _, erase_people = found.pop("people")
    for _, (_, let_go) in sorted(found.items()):
        let_go(tx, person_id)
    erase_people(tx, person_id)


def export(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """Not in it is who counts as one with them for caps: it tells of other people."""
    row = tx.one(sql.FIND_PERSON, person_id=person_id)
    if row is None:
        return {}
    return {
        "first_name": row.first_name,
        "language": row.locale,
        "zone": row.zone,
        "visibility": row.visibility,
        "nickname": row.nickname,
        "interests": json.loads(row.interests),
        "window": [row.window_start, row.window_end],
        "wants_weekends": bool(row.wants_weekends),
        "nudge_level": row.nudge_level,
        "here_since": row.created_at.isoformat(),
        "roles": sorted(grant.role for grant in tx.query(sql.ROLES_OF, of_person=person_id)),
        "platform_accounts": [
            {
                "platform": account.platform,
                "platform_user_id": account.platform_user_id,
                "first_name": account.first_name,
                "username": account.username,
                "first_seen_at": account.first_seen_at.isoformat(),
            }
            for account in tx.query(sql.FIND_ACCOUNTS, of_person=person_id)
        ],
        "applications_to_teach": [
            {
                "answers": json.loads(application.answers),
                "state": application.state,
                "note": application.note,
                "made_at": application.created_at.isoformat(),
            }
            for application in tx.query(sql.APPLICATIONS_OF, of_person=person_id)
        ],
        "accounts_linked": [
            {"at": merge.merged_at.isoformat(), "is_undone": merge.state == "undone"}
            for merge in tx.query(links.MERGES_OF, of_person=person_id)
        ],
    }


def erase(tx: Tx, person_id: int) -> None:
    """A keyed digest of each platform id stays, for caps only (cap_groups.py)."""
    cap_groups.remember_erased(tx, person_id, tx.query(sql.FIND_ACCOUNTS, of_person=person_id))
    for merge in tx.query(links.MERGES_INTO, of_person=person_id):
        # Who they were before their accounts were linked is erased with them.
        tx.change(links.END_MERGE, merge_id=merge.id)
        tx.change(sql.ERASE_PERSON, of_person=merge.leaver_id)
    for statement in (
        links.DROP_CODES,
        links.DROP_TRIES,
        sql.DROP_ACCOUNTS,
        sql.DROP_ROLES,
        sql.DROP_PROPOSALS_WITH,
        sql.DROP_TRIES,
        sql.DROP_ALLOWANCES,
        sql.EMPTY_APPLICATIONS,
        sql.ERASE_PERSON,
    ):
        tx.change(statement, of_person=person_id)
