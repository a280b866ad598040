"""Alembic's entry: run the migrations on the connection that `corpus.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from corpus.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
