"""Reasons and undo for what was changed; people, words, codes; what a reviewer skipped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organization_code",
        sa.Column("name", sa.String(), nullable=False, comment="canonical"),
        sa.Column("credit", sa.String(), nullable=False, comment="unified social credit code"),
        sa.Column("stock", sa.String(), nullable=False),
        sa.Column("wikidata", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_organization_code")),
    )
    with op.batch_alter_table("organization_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_code_credit"), ["credit"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_code_stock"), ["stock"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_code_wikidata"), ["wikidata"], unique=False)

    op.create_table(
        "person_edit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False, comment="where it holds; empty = everywhere"),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_person_edit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_skip",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False, comment="article id"),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False, comment="of the article as it was read then"),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("account", "target", "field", name=op.f("pk_review_skip")),
    )
    op.create_table(
        "word_edit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False, comment="where it holds; empty = everywhere"),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_word_edit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("gazetteer_edit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("reason", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("undone_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("undone_at", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("gazetteer_edit", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
        batch_op.drop_column("undone_by")
        batch_op.drop_column("reason")
        batch_op.drop_column("place")

    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_column("reason")

    op.drop_table("word_edit")
    op.drop_table("review_skip")
    op.drop_table("person_edit")
    with op.batch_alter_table("organization_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_code_wikidata"))
        batch_op.drop_index(batch_op.f("ix_organization_code_stock"))
        batch_op.drop_index(batch_op.f("ix_organization_code_credit"))

    op.drop_table("organization_code")
