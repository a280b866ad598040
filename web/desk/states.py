"""The words of a dictionary as they were after a change, or would be without some."""

from __future__ import annotations

from collections.abc import Collection

from corpus.desk import Dictionary, NotFound, Words


def at_state(words: Words, state: int | None = None, without: Collection[int] = ()) -> Dictionary:
    """The words after change number `state` (None: now), without the changes `without`.  Raises NotFound."""
    history = words.history()[::-1]
    if state and state not in {one.id for one in history}:
        raise NotFound(f"没有状态 {state} / there was no state {state}")
    last, known = 0, dict[str, str]()
    for one in history:
        if one.in_force and one.id not in without and (state is None or one.id <= state):
            last, known[one.name] = one.id, one.action
    added, removed = (
        tuple(sorted(word for word, action in known.items() if action == wanted))
        for wanted in ("add", "remove")
    )
    return Dictionary(last, added, removed)
