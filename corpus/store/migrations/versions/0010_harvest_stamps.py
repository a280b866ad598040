"""When each article changed last, for harvesters; what is there counts from the arrival of its source."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "harvest_stamp",
        sa.Column("seq", BigKey, autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False, comment="UTC, like 2031-07-05T08:30:00Z"),
        sa.Column("deleted", sa.Boolean(), nullable=False, comment="readers do not see it any more"),
        sa.Column("section", sa.String(), nullable=False, comment="as last shown; empty = none"),
        sa.Column("publication", sa.String(), nullable=False, comment="as last shown; empty = none"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_harvest_stamp")),
        sa.UniqueConstraint("article_id", name=op.f("uq_harvest_stamp_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_harvest_stamp_at"), "harvest_stamp", ["at"], unique=False)
    op.execute(
        "INSERT INTO harvest_stamp (article_id, at, deleted, section, publication) "
        "SELECT article.id, "
        "substr(coalesce(source.added, '1970-01-01T00:00:00'), 1, 19) || 'Z', "
        "1 = 0, coalesce(article.section, ''), "
        "CASE WHEN article.source <> '' THEN article.source ELSE issue.publication END "
        "FROM article JOIN issue ON article.issue_id = issue.id "
        "LEFT JOIN source ON source.digest = issue.digest "
        "WHERE issue.state = 'published' ORDER BY article.seq"
    )
    _correct()


def _correct() -> None:
    """What people have corrected counts, the newest last."""
    conn = op.get_bind()
    found = conn.execute(
        sa.text(
            "SELECT target, field, new FROM correction "
            "WHERE field IN ('section', 'publication') AND undone_at IS NULL ORDER BY seq"
        )
    ).all()
    for target, field, new in found:
        values = {"target": target, "new": json.loads(new) or ""}
        if field == "section":
            conn.execute(
                sa.text("UPDATE harvest_stamp SET section = :new WHERE article_id = :target"), values
            )
        else:
            conn.execute(
                sa.text(
                    "UPDATE harvest_stamp SET publication = :new WHERE article_id IN "
                    "(SELECT id FROM article WHERE issue_id = :target AND source = '')"
                ),
                values,
            )


def downgrade() -> None:
    op.drop_index(op.f("ix_harvest_stamp_at"), table_name="harvest_stamp")
    op.drop_table("harvest_stamp")
