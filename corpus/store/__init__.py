"""The archive's database and source files: here is a parsed issue, keep it; here is an id, its article.

SQL lives here and nowhere else.
"""

from corpus.store.backup import BackupError, Manifest, backup
from corpus.store.check import CheckReport, Problem, Stats, check, stats
from corpus.store.corrections import ARTICLE_FIELDS, ISSUE_FIELDS, Correction, CorrectionRefused
from corpus.store.edits import GazetteerEdit
from corpus.store.restore import restore
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
    "BackupError",
    "CheckReport",
    "Correction",
    "CorrectionRefused",
    "Doubt",
    "GazetteerEdit",
    "Manifest",
    "OutboxRow",
    "Outcome",
    "Problem",
    "Stats",
    "Store",
    "Topic",
    "TopicRefused",
    "backup",
    "check",
    "restore",
    "stats",
]
