"""What reviews of income must be, worked out from bare rows: what is looked at is not final."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

TABLES = {
    "review": "SELECT id, educator_id, cap_group_id, opened_at, state, decided_by, decided_at "
    "FROM income_review ORDER BY id",
    "final": "SELECT id, educator_id, buyer_id, matured_at FROM sale "
    "WHERE matured_at IS NOT NULL AND substr(key, 1, 7) <> 'before:'",
    "group": "SELECT id, coalesce(cap_group_id, id) AS group_id FROM person",
}


def review_problems(rows: Any) -> Iterator[str]:
    """Of a `replaying.Rows`. Only groups of one: another's were it from some day on."""
    found = rows.found
    members: dict[int, list[int]] = defaultdict(list)
    for person in found["group"]:
        members[person.group_id].append(person.id)
    still: Counter[tuple[int, int]] = Counter()
    for review in found["review"]:
        is_open = review.state != "released"
        still[review.educator_id, review.cap_group_id] += is_open
        for sale in found["final"]:
            is_of_it = [sale.buyer_id] == members[review.cap_group_id]
            if sale.educator_id != review.educator_id or not is_of_it:
                continue
            if sale.matured_at > review.opened_at and (
                is_open or sale.matured_at < review.decided_at
            ):
                yield f"sale {sale.id} became final before review {review.id} let it"
    if any(count > 1 for count in still.values()):
        yield f"the same income is looked at twice: {still}"
