"""The command line: here is a command with its arguments, do it and say what came of it.

Every command is a module of its own that is imported only when it runs, so that a command costs no more
than it needs.  A new command is a module and a row in `COMMANDS`.
"""

from __future__ import annotations

from search.commands.group import LazyGroup, group

COMMANDS = {
    "parse": "search.commands.parse:parse",
    "ingest": "search.commands.ingest:ingest",
    "drafts": "search.commands.shelf:drafts",
    "publish": "search.commands.shelf:publish",
    "discard": "search.commands.shelf:discard",
    "withdraw": "search.commands.shelf:withdraw",
    "restore-issue": "search.commands.shelf:restore_issue",
    "remove": "search.commands.shelf:remove",
    "list": "search.commands.listing:list_articles",
    "search": "search.commands.search:search",
    "explain": "search.commands.explain:explain",
    "batch": "search.commands.batch:batch",
    "export": "search.commands.export:export_hits",
    "report": "search.commands.report:report",
    "topics": "search.commands.topic_editions:topics",
    "searches": "search.commands.searches:searches",
    "digest": "search.commands.searches:digest",
    "orgs": "search.commands.orgs_desk:orgs",
    "people": "search.commands.people:people",
    "words": "search.commands.words:words",
    "review": "search.commands.review:review",
    "correct": "search.commands.review:correct",
    "corrections": "search.commands.review:corrections",
    "undo": "search.commands.review:undo",
    "check": "search.commands.health:check",
    "reindex": "search.commands.health:reindex",
    "reparse": "search.commands.keeping:reparse",
    "backup": "search.commands.keeping:backup",
    "restore": "search.commands.keeping:restore",
    "drill": "search.commands.keeping:drill",
    "stats": "search.commands.health:stats",
    "work": "search.commands.work:work",
    "accounts": "search.commands.accounts:accounts",
}
"""Command → "module:attribute"."""

__all__ = ["COMMANDS", "LazyGroup", "group"]
