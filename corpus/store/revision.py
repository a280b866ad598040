"""The newest version of the tables, and where they are."""

REVISION = "0010"
"""The newest migration (a test checks it against the scripts)."""

DATABASE = "archive.sqlite3"
"""The database's file in the archive's directory."""
