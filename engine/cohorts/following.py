"""What a cohort's places hear of its members: topics, followed while both belong to the cohort."""

from __future__ import annotations

from typing import Any

from engine.cohorts import statements as sql
from engine.foundation.tx import Destination, Tx


def destination_of(place: Any) -> Destination:
    return Destination(kind="place", id=place.id, platform=place.platform)


def follow_member(tx: Tx, cohort: Any, person_id: int) -> None:
    """Every place of the cohort hears of this person's milestones and of them in the course."""
    for place in tx.query(sql.PLACES_OF, of_cohort=cohort.id):
        for topic in _topics(person_id, cohort.course_id):
            tx.follow(topic, destination_of(place))


def unfollow_member(tx: Tx, cohort: Any, person_id: int) -> None:
    for place in tx.query(sql.PLACES_OF, of_cohort=cohort.id):
        for topic in _topics(person_id, cohort.course_id):
            tx.unfollow(topic, kind="place", id=place.id)


def follow_all(tx: Tx, cohort: Any, place: Any) -> None:
    """A new place hears of everybody who is in the cohort."""
    for member in tx.query(sql.MEMBERS_OF, of_cohort=cohort.id):
        for topic in _topics(member.person_id, cohort.course_id):
            tx.follow(topic, destination_of(place))


def unfollow_all(tx: Tx, place: Any) -> None:
    for member in tx.query(sql.MEMBERS_OF, of_cohort=place.cohort_id):
        for topic in _topics(member.person_id, place.course_id):
            tx.unfollow(topic, kind="place", id=place.id)


def _topics(person_id: int, course_id: int) -> tuple[str, str]:
    return f"person:{person_id}", f"person:{person_id}:course:{course_id}"
