"""The archive's database and source files: here is a parsed issue, keep it; here is an id, its article.

SQL lives here and nowhere else.
"""

from corpus.store.corrections import ARTICLE_FIELDS, ISSUE_FIELDS, Correction, CorrectionRefused
from corpus.store.edits import GazetteerEdit
from corpus.store.review import DOUBTFUL, Doubt
from corpus.store.store import BATCH, DATABASE, SOURCES, OutboxRow, Store
from corpus.store.topics import Topic, TopicRefused
from corpus.store.writing import Outcome

__all__ = [
    "ARTICLE_FIELDS",
    "BATCH",
    "DATABASE",
    "DOUBTFUL",
    "ISSUE_FIELDS",
    "SOURCES",
    "Correction",
    "CorrectionRefused",
    "Doubt",
    "GazetteerEdit",
    "OutboxRow",
    "Outcome",
    "Store",
    "Topic",
    "TopicRefused",
]
