"""The people domain's tables: who there is, on which platforms, with which roles."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from engine.foundation.columns import BigInt, Boolean, Text, UtcDateTime, metadata

person = Table(
    "person",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("first_name", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("zone", Text),  # IANA; unknown until asked
    Column("visibility", Text, nullable=False),  # none | first_name | nickname
    Column("nickname", Text, nullable=False),
    Column("interests", Text, nullable=False),  # a JSON list
    Column("window_start", Integer, nullable=False),  # local hours
    Column("window_end", Integer, nullable=False),
    Column("wants_weekends", Boolean, nullable=False),
    Column("nudge_level", Text, nullable=False),  # normal | fewer | off
    Column("is_onboarded", Boolean, nullable=False),
    Column("state", Text, nullable=False),  # active | merged | erased
    Column("created_at", UtcDateTime, nullable=False),
    Column("merged_into", BigInt, ForeignKey("person.id")),  # who they are now
    # Whose caps count with theirs, named by the first of them; empty: nobody else's, ever.
    Column("cap_group_id", BigInt),
    Index("ix_person_cap_group_id", "cap_group_id"),
)

# Outlives an erasure, for caps only: a keyed digest of a platform id (see cap_groups.py).
erased_identity = Table(
    "erased_identity",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("cap_group_id", BigInt, nullable=False),
)

platform_account = Table(
    "platform_account",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("platform_user_id", BigInt, nullable=False),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("first_name", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("can_be_written_to", Boolean, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "platform_user_id"),
    Index("ix_platform_account_person_id", "person_id"),
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("granted_by", BigInt),  # empty: the shell, a code from it, or by being here
    Column("granted_at", UtcDateTime, nullable=False),
    Index("ix_role_grant_role", "role"),
)

role_proposal = Table(
    "role_proposal",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("proposed_by", BigInt, ForeignKey("person.id"), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
)

claim_code = Table(
    "claim_code",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_by", BigInt, ForeignKey("person.id")),
    Column("is_open", Boolean, nullable=False),
)

claim_try = Table(
    "claim_try",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("tried_at", UtcDateTime, nullable=False),
    Index("ix_claim_try_tried_at", "tried_at"),
)

teaching_application = Table(
    "teaching_application",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("answers", Text, nullable=False),  # a JSON list of [question, text]
    Column("state", Text, nullable=False),  # waiting | asked | approved | declined
    Column("decided_by", BigInt, ForeignKey("person.id")),
    Column("note", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Index("ix_teaching_application_person_id", "person_id"),
    Index("ix_teaching_application_state", "state"),
)

allowance = Table(
    "allowance",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("left_millis", BigInt, nullable=False),  # thousandths of a use
    Column("updated_at", UtcDateTime, nullable=False),
)

community = Table(
    "community",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

link_code = Table(
    "link_code",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),  # who made it
    Column("platform", Text, nullable=False),  # where
    # open | taken: the other side said yes | used | declined | replaced by a newer one
    Column("state", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),  # of the step it stands at
    Column("shown_to", BigInt, ForeignKey("person.id")),  # who gave it
    Column("shown_on", Text, nullable=False),
    Index("ix_link_code_person_id", "person_id"),
    Index("ix_link_code_expires_at", "expires_at"),
)

link_try = Table(
    "link_try",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("tried_at", UtcDateTime, nullable=False),
    Index("ix_link_try_tried_at", "tried_at"),
)

person_merge = Table(
    "person_merge",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("keeper_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("leaver_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("state", Text, nullable=False),  # done | undone | final: the days for undoing are over
    Column("notes", Text, nullable=False),  # JSON: what undoing needs; "" afterwards
    Column("merged_at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", BigInt, ForeignKey("person.id")),
    Index("ix_person_merge_keeper_id", "keeper_id"),
    Index("ix_person_merge_leaver_id", "leaver_id"),
)
