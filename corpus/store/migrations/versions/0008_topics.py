"""Topics become living lists: their changes, links and editions; kept queries of before become topics."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "topic_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="as its changes leave it"),
        sa.Column("owner", sa.String(), nullable=False, comment="id of the account"),
        sa.Column("who", sa.String(), nullable=False, comment="the owner's name then"),
        sa.Column("access", sa.String(), nullable=False, comment="private, readable, editors"),
        sa.Column("standing", sa.String(), nullable=False, comment="current, archived, removed"),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("changed", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_list")),
    )
    op.create_index(op.f("ix_topic_list_owner"), "topic_list", ["owner"])
    op.create_table(
        "topic_change",
        sa.Column("seq", key, autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("articles", sa.String(), nullable=False, comment="JSON list of ids"),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_topic_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topic_change_topic"), "topic_change", ["topic"])
    op.create_table(
        "topic_share",
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the link's secret"),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("ended", sa.String(), nullable=True, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_topic_share")),
        sa.UniqueConstraint("id", name=op.f("uq_topic_share_id")),
    )
    op.create_index(op.f("ix_topic_share_topic"), "topic_share", ["topic"])
    op.create_table(
        "topic_edition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.Column("upto", sa.BigInteger(), nullable=False, comment="the last change it has"),
        sa.Column("content", sa.String(), nullable=False, comment="JSON: the list as it stood"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_edition")),
    )
    op.create_index(op.f("ix_topic_edition_topic"), "topic_edition", ["topic"])
    _carry_over()
    op.drop_table("topic")


def _carry_over() -> None:
    """Every kept query becomes a topic that everybody may read, with the query and its note."""
    conn = op.get_bind()
    old = sa.table("topic", *map(sa.column, ("name", "query", "note", "created")))
    heads = sa.table(
        "topic_list",
        *map(sa.column, ("id", "name", "owner", "who", "access", "standing", "created", "changed")),
    )
    changes = sa.table(
        "topic_change",
        *map(sa.column, ("topic", "action", "articles", "key", "text", "account", "who", "at", "reason")),
    )
    for name, query, note, created in conn.execute(sa.select(*old.c)).all():
        topic = secrets.token_hex(6)
        conn.execute(
            heads.insert().values(
                id=topic, name=name, owner="local", who="本机", access="readable", standing="current",
                created=created, changed=created,
            )
        )  # fmt: skip
        for action, key, text in (("rename", "", name), ("cover", "", note), ("ask", "1", query)):
            conn.execute(
                changes.insert().values(
                    topic=topic, action=action, articles="[]", key=key, text=text, account="local",
                    who="本机", at=created, reason="",
                )
            )  # fmt: skip


def downgrade() -> None:
    op.create_table(
        "topic",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_topic")),
    )
    for table in ("topic_edition", "topic_share", "topic_change"):
        op.drop_index(op.f(f"ix_{table}_topic"), table_name=table)
        op.drop_table(table)
    op.drop_index(op.f("ix_topic_list_owner"), table_name="topic_list")
    op.drop_table("topic_list")
