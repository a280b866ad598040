"""The first tables: sources, issues, articles, outbox, corrections, gazetteer edits, topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("target", sa.String(), nullable=False, comment="article id or issue id"),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False, comment="JSON"),
        sa.Column("new", sa.String(), nullable=False, comment="JSON"),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_correction_target"), "correction", ["target"], unique=False)
    op.create_table(
        "gazetteer_edit",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_gazetteer_edit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "issue",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publication", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("date_basis", sa.String(), nullable=False),
        sa.Column("source_file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False, comment="the source in force"),
        sa.Column(
            "complete", sa.Boolean(), nullable=False, comment="false while records are still coming in"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_issue")),
        sa.UniqueConstraint("id", name=op.f("uq_issue_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_issue_publication_year_month"), "issue", ["publication", "year", "month"], unique=False
    )
    op.create_index(op.f("ix_issue_source_file"), "issue", ["source_file"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source",
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the bytes, hexadecimal"),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("added", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_issue_id"), "source", ["issue_id"], unique=False)
    op.create_table(
        "topic",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_topic")),
    )
    op.create_table(
        "article",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="0-based place in the issue"),
        sa.Column(
            "record",
            sa.String(),
            nullable=True,
            comment="key of the record inside its source; null for newsletters",
        ),
        sa.Column("digest", sa.String(), nullable=False, comment="of everything that was parsed"),
        sa.Column("doubt", sa.Float(), nullable=False, comment="1 - the lowest confidence of its fields"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("authors", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True, comment="ISO 8601"),
        sa.Column("date_basis", sa.String(), nullable=False),
        sa.Column("organizations", sa.String(), nullable=False),
        sa.Column("subjects", sa.String(), nullable=False),
        sa.Column("people", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("page_no", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("extra", sa.String(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_article_issue_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_article")),
        sa.UniqueConstraint("id", name=op.f("uq_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_article_doubt"), "article", ["doubt"], unique=False)
    op.create_index(op.f("ix_article_issue_id_position"), "article", ["issue_id", "position"], unique=False)
    op.create_index(op.f("ix_article_issue_id_record"), "article", ["issue_id", "record"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_article_issue_id_record"), table_name="article")
    op.drop_index(op.f("ix_article_issue_id_position"), table_name="article")
    op.drop_index(op.f("ix_article_doubt"), table_name="article")
    op.drop_table("article")
    op.drop_table("topic")
    op.drop_index(op.f("ix_source_issue_id"), table_name="source")
    op.drop_table("source")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_issue_source_file"), table_name="issue")
    op.drop_index(op.f("ix_issue_publication_year_month"), table_name="issue")
    op.drop_table("issue")
    op.drop_table("gazetteer_edit")
    op.drop_index(op.f("ix_correction_target"), table_name="correction")
    op.drop_table("correction")
