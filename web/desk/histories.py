"""Here are corrections; give me them as a history shows them, and what they teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from corpus.desk import NotFound, Teaching
from corpus.store import Correction
from web.archive import archive
from web.desk import correcting as forms
from web.desk.differences import DifferencePiece, pieces, shortened
from web.desk.identity import allowed


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One correction as the history shows it.  state: "in force", "superseded", "undone"; confirmed: it set a
    field to what it was."""

    one: Correction
    label: str
    state: str
    confirmed: bool
    difference: list[DifferencePiece]


def entries(found: Sequence[Correction], labels: dict[str, str]) -> list[HistoryEntry]:
    """Newest first, as `Correcting.history` gives them."""
    listed, counted = [], set()
    for one in found:
        state = "undone" if one.undone_at else "superseded" if one.field in counted else "in force"
        if state == "in force":
            counted.add(one.field)
        difference = shortened(pieces(one.old, one.new))
        listed.append(
            HistoryEntry(one, labels.get(one.field, one.field), state, one.old == one.new, difference)
        )
    return listed


@dataclass(frozen=True, slots=True)
class Offer:
    """What one correction teaches.  articles: how many others read the same from the same form; everywhere:
    where a name can be joined to the other in the list of organisations, "" for none."""

    one: Correction
    form: str
    articles: int
    everywhere: str
    names: tuple[str, str] | None


def offers(done: Sequence[Correction]) -> list[Offer]:
    """What these corrections teach, without those that teach nothing."""
    found = []
    for one in done:
        if one.old == one.new or one.field in ("title", "subtitle", "body", "number", "year", "month"):
            continue
        try:
            alike = Teaching(archive().store).alike(one.seq)
        except NotFound:  # a field of an issue: nothing else reads the same
            continue
        names = forms.names_replaced(one)
        offer = Offer(one, alike.form, len(alike.articles), _everywhere(one, names), names)
        if offer.articles or offer.everywhere:
            found.append(offer)
    return found


def _everywhere(one: Correction, names: tuple[str, str] | None) -> str:
    """The page that shows what joining the two names does, before it is done."""
    if names is None or one.field not in ("organizations", "subjects") or not allowed("names"):
        return ""
    if "names.effect" not in current_app.view_functions:
        return ""
    return url_for("names.effect", do="merge", name=names[0], value=names[1])
