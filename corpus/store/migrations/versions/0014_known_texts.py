"""Which issues hold an article word for word is asked of every file that comes in: by an index."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_article_digest"), "article", ["digest"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_article_digest"), table_name="article")
