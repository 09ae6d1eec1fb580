"""What earned tokens can be turned into: partners' vouchers, discount codes, and who took which."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    text,
)

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata

# A file of codes that an administrator sent; two administrators let it into the catalogue.
voucher_import = Table(
    "voucher_import",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("by_person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("is_prepaid", Integer, nullable=False),
    Column("codes", Integer, nullable=False),
    Column("cost", BigInt, nullable=False),  # of all of them, in minor units
    Column("state", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    CheckConstraint("state IN ('waiting','open','dropped')", name="state"),
    CheckConstraint("is_prepaid IN (0,1)", name="is_prepaid"),
    sqlite_strict=True,
)
# Codes of the same worth are one line of the catalogue.
voucher_offer = Table(
    "voucher_offer",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("partner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("cost", BigInt, nullable=False),  # minor units that the partner gets for one
    Column("price", BigInt, nullable=False),  # tokens
    Column("is_prepaid", Integer, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    UniqueConstraint(
        "partner",
        "title",
        "cost",
        "price",
        "is_prepaid",
        "valid_until",
        name="uq_voucher_offer_same",
    ),
    CheckConstraint("cost >= 0", name="cost"),
    CheckConstraint("price >= 1", name="price"),
    CheckConstraint("is_prepaid IN (0,1)", name="is_prepaid"),
    sqlite_strict=True,
)
voucher = Table(
    "voucher",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("import_id", BigInt, ForeignKey("voucher_import.id"), nullable=False),
    Column("offer_id", BigInt, ForeignKey("voucher_offer.id"), nullable=False),
    Column("partner", Text, nullable=False),
    # Read by one question only, which asks whose it is; "" once that person is erased.
    Column("code", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("partner", "code_hash"),
    CheckConstraint("state IN ('waiting','free','held','handed')", name="state"),
    Index("ix_voucher_offer_id", "offer_id", "state"),
    Index("ix_voucher_import_id", "import_id"),
    sqlite_strict=True,
)
redemption = Table(
    "redemption",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("voucher_id", BigInt, ForeignKey("voucher.id")),  # empty: a code for our own goods
    Column("tokens", BigInt, nullable=False),
    Column("hold_id", BigInt, ForeignKey("hold.id"), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    CheckConstraint("state IN ('held','confirmed','voided','lapsed')", name="state"),
    CheckConstraint("tokens >= 1", name="tokens"),
    CheckConstraint("(state = 'held') = (ended_at IS NULL)", name="ended"),
    Index("ix_redemption_person_id", "person_id", "state"),
    # A code is handed out once, whatever happens.
    Index(
        "uq_redemption_voucher_id",
        "voucher_id",
        unique=True,
        sqlite_where=text("state IN ('held','confirmed')"),
        postgresql_where=text("state IN ('held','confirmed')"),
    ),
    sqlite_strict=True,
)
discount_code = Table(
    "discount_code",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("made_by", BigInt, ForeignKey("person.id"), nullable=False),
    # "": an educator lowers the price of an own course. Else the fund that pays the platform's.
    Column("fund", Text, nullable=False),
    Column("thing", Text, nullable=False),  # "" for any, or the one that it is for: course:5
    Column("percent", Integer, nullable=False),
    Column("tokens", BigInt, nullable=False),
    Column("most_uses", Integer, nullable=False),
    Column("most_each", Integer, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
    CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    CheckConstraint("tokens >= 0", name="tokens"),
    CheckConstraint("(percent > 0) <> (tokens > 0)", name="either"),
    CheckConstraint("most_uses >= 1 AND most_each >= 1", name="uses"),
    CheckConstraint("fund <> '' OR thing <> ''", name="own_course"),
    Index("ix_discount_code_made_by", "made_by"),
    sqlite_strict=True,
)
# A code that somebody gave, until it is used in a purchase: one at a time.
discount_use = Table(
    "discount_use",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("code_id", BigInt, ForeignKey("discount_code.id"), nullable=False),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("thing", Text, nullable=False),  # "" until it is used
    Column("tokens", BigInt, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    CheckConstraint("state IN ('open','used','dropped')", name="state"),
    CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="used"),
    Index("ix_discount_use_person_id", "person_id", "state"),
    Index("ix_discount_use_code_id", "code_id", "state"),
    Index(
        "uq_discount_use_open",
        "person_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    sqlite_strict=True,
)
