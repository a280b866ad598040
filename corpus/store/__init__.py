"""The archive's database and source files: here is a parsed issue, keep it; here is an id, its article.

SQL lives here and nowhere else.  Names are loaded when they are first used: a search reads with `Shelf`
alone and must not wait for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.store.backups import BackupError, Manifest, backup
    from corpus.store.corrections import ARTICLE_FIELDS, ISSUE_FIELDS, Correction, CorrectionRefused
    from corpus.store.health import CheckReport, Problem, Stats, check, stats
    from corpus.store.leftovers import left_over, sweep
    from corpus.store.restoring import restore
    from corpus.store.review import DOUBTFUL, Doubt, Tally
    from corpus.store.revision import DATABASE
    from corpus.store.rows import GazetteerEdit
    from corpus.store.shelf import Shelf, open_shelf
    from corpus.store.store import BATCH, SOURCES, OutboxRow, Store
    from corpus.store.writing import Outcome

_MODULES = {
    "backups": ("BackupError", "Manifest", "backup"),
    "health": ("CheckReport", "Problem", "Stats", "check", "stats"),
    "corrections": ("ARTICLE_FIELDS", "ISSUE_FIELDS", "Correction", "CorrectionRefused"),
    "leftovers": ("left_over", "sweep"),
    "restoring": ("restore",),
    "review": ("DOUBTFUL", "Doubt", "Tally"),
    "revision": ("DATABASE",),
    "rows": ("GazetteerEdit",),
    "shelf": ("Shelf", "open_shelf"),
    "store": ("BATCH", "SOURCES", "OutboxRow", "Store"),
    "writing": ("Outcome",),
}

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
    "Shelf",
    "Stats",
    "Store",
    "Tally",
    "backup",
    "check",
    "left_over",
    "open_shelf",
    "restore",
    "stats",
    "sweep",
]


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"corpus.store.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
