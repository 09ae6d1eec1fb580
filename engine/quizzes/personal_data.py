"""What quizzes hold of a person: attempts and what was chosen."""

from __future__ import annotations

import json
from typing import Any

from engine.courses.items_json import load_items
from engine.foundation.richtext import plain
from engine.foundation.tx import ReadTx, Tx
from engine.people.cap_groups import cap_group_of
from engine.quizzes import statements as sql
from engine.quizzes.asking import option_texts
from engine.quizzes.reward_facts import KEEP_SPENT


def export(tx: ReadTx, person_id: int) -> list[dict[str, Any]]:
    """Every attempt with its responses in words."""
    responses: dict[int, list[dict[str, Any]]] = {}
    for row in tx.query(sql.EXPORT_RESPONSES, of_person=person_id):
        item = load_items(row.content)[0]
        responses.setdefault(row.attempt_id, []).append(
            {
                "question": plain(item.stem),
                "chosen": list(option_texts(item, tuple(json.loads(row.chosen)))),
                "is_right": bool(row.is_right),
                "at": row.responded_at.isoformat(),
            }
        )
    return [
        {
            "quiz": row.title,
            "number": row.number,
            "state": row.state,
            "points_earned": row.points_earned,
            "points_possible": row.points_possible,
            "started_at": row.started_at.isoformat(),
            "finished_at": row.finished_at.isoformat() if row.finished_at else None,
            "responses": responses.get(row.id, []),
        }
        for row in tx.query(sql.EXPORT_ATTEMPTS, of_person=person_id)
    ]


def erase(tx: Tx, person_id: int) -> None:
    """Which quizzes their cap group has begun stays, as numbers without a name: first attempts are
    worth tokens, and who comes back has had theirs."""
    tx.change(KEEP_SPENT, of_person=person_id, of_group=cap_group_of(tx, person_id))
    tx.change(sql.ERASE_RESPONSES, of_person=person_id)
    tx.change(sql.ERASE_ATTEMPTS, of_person=person_id)
