"""Here are saved searches, finds, mails; give me them as plain values, the same for command line and API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from corpus.alerts.digests import Digest
from corpus.alerts.searches import SavedSearch
from search.alerts.telling import ToldFind


def search_dict(saved: SavedSearch, fresh: int) -> dict[str, object]:
    """A saved search.  new: how much came in since its owner last looked."""
    return {
        "id": saved.id, "name": saved.name, "kind": saved.kind,
        "parameters": saved.content if saved.kind == "query" else "", "lines": list(saved.lines),
        "frequency": saved.frequency, "email": saved.email, "language": saved.language,
        "standing": saved.standing, "created": saved.created, "changed": saved.changed,
        "seen": saved.seen, "seen_at": saved.seen_at, "evaluated": saved.evaluated, "new": fresh,
    }  # fmt: skip


def find_dict(found: ToldFind) -> dict[str, Any]:
    """An article that was found."""
    article = found.article
    return {
        "id": article.id, "title": article.title, "date": article.date.isoformat() if article.date else "",
        "came": found.came, "lines": list(found.lines),
        "passage": found.passage.text if found.passage else "",
    }  # fmt: skip


def digest_dict(one: Digest) -> dict[str, object]:
    """A mail."""
    ready = dt.datetime.fromtimestamp(one.ready, dt.timezone.utc).isoformat(timespec="seconds")
    return {
        "id": one.id, "email": one.email, "language": one.language, "searches": list(one.content),
        "state": one.state, "attempts": one.attempts, "articles": one.articles, "error": one.error,
        "next": ready if one.state == "waiting" else "", "created": one.created, "ended": one.ended or "",
    }  # fmt: skip
