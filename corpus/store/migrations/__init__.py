"""Alembic migrations of the archive database, run by `corpus.store.migrate`."""
