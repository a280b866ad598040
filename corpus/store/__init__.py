"""The archive's database and source files: here is a parsed issue, keep it; here is an id, its article.

SQL lives here and nowhere else.
"""

from corpus.store.store import BATCH, DATABASE, SOURCES, OutboxRow, Store
from corpus.store.writing import Outcome

__all__ = ["BATCH", "DATABASE", "SOURCES", "OutboxRow", "Outcome", "Store"]
