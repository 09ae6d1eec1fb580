"""An attempt with its items and responses, loaded to be asked on, graded or looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.courses.items import Item
from engine.courses.items_json import load_items
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.tx import ReadTx
from engine.quizzes import statements as sql
from engine.quizzes.asking import item_to_ask
from engine.quizzes.commands import ItemToAsk


@dataclass(frozen=True)
class GivenResponse:
    """A response as it was just stored: what is read of a stored row is in it as well."""

    item_id: int
    chosen: str
    is_right: bool
    points_earned: int
    points_possible: int
    responded_at: datetime


@dataclass(frozen=True)
class LoadedAttempt:
    """`row` and `quiz` are stored rows; `items` in the order asked; `responses` by item."""

    row: Any
    quiz: Any
    items: dict[int, Item]
    responses: dict[int, Any]

    def number(self, item_id: int) -> int:
        """From 1, in the order asked. Raises NotFound for an item of another attempt."""
        for number, known in enumerate(self.items, start=1):
            if known == item_id:
                return number
        raise NotFound(what="item")

    def to_ask(self, item_id: int) -> ItemToAsk:
        return item_to_ask(
            self.items[item_id],
            item_id=item_id,
            seed=self.row.order_seed,
            number=self.number(item_id),
            total=len(self.items),
        )

    @property
    def open_items(self) -> tuple[ItemToAsk, ...]:
        return tuple(
            self.to_ask(item_id) for item_id in self.items if item_id not in self.responses
        )


def own_attempt(tx: ReadTx, person_id: int, attempt_id: int) -> LoadedAttempt:
    """Raises NotFound; Forbidden(role="owner") for somebody else's."""
    row = tx.one(sql.FIND_ATTEMPT, attempt_id=attempt_id)
    if row is None:
        raise NotFound(what="attempt")
    if row.person_id != person_id:
        raise Forbidden(role="owner")
    return loaded(tx, row)


def loaded(tx: ReadTx, row: Any) -> LoadedAttempt:
    quiz = tx.one(sql.FIND_QUIZ, quiz_id=row.quiz_id)
    stored = {found.id: found for found in tx.query(sql.ALL_ITEMS, of_quiz=row.quiz_id)}
    asked = json.loads(row.item_ids)
    responses = {found.item_id: found for found in tx.query(sql.RESPONSES_OF, of_attempt=row.id)}
    return LoadedAttempt(
        row=row,
        quiz=quiz,
        items={item_id: load_items(stored[item_id].content)[0] for item_id in asked},
        responses=responses,
    )
