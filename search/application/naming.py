"""Here is an archive and a change to its organisations or people; make it, and let the articles follow.

The change and the job that reads the articles again are one transaction, so that a crash leaves both or none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from search.application.archive import Archive
from search.application.patience import Patient
from search.application.priorities import FOLLOWING

if TYPE_CHECKING:
    from corpus.desk import Change, Job, Names, People, Person, Running
    from corpus.desk.names import Order
    from corpus.desk.reaching import Reach
    from corpus.entities.gazetteer import Edit

NAMES = "names"
"""The kind of job that names the organisations and people of articles again."""


def names_of(archive: Archive) -> Names:
    """The list of organisations of this archive, and every change to it."""
    from corpus.desk import Names
    from corpus.entities import Gazetteer

    return Names(archive.store.database, lambda: Gazetteer.load(archive.settings.gazetteer))


def people_of(archive: Archive) -> People:
    """Who is who among the people of this archive."""
    from corpus.desk import People

    return People(archive.store.database)


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, and the job by which the articles follow; None where nothing changed."""

    changes: tuple[Change, ...]
    job: Job | None


def edit_names(archive: Archive, edits: Sequence[Edit], by: Person, reason: str = "") -> Done:
    """Change the list of organisations.  Raises NotAllowed, Refused."""
    ordered: list[Job] = []
    changes = names_of(archive).change(edits, by, reason, ordering(by, ordered))
    return Done(changes, next(iter(ordered), None))


def undo_names(archive: Archive, ids: Sequence[int], by: Person) -> Done:
    """Take changes of the list back.  Raises NotAllowed, NotFound, Refused."""
    ordered: list[Job] = []
    changes = names_of(archive).undo(ids, by, ordering(by, ordered))
    return Done(changes, next(iter(ordered), None))


def edit_people(
    archive: Archive,
    action: str,
    name: str,
    value: str,
    places: Sequence[str],
    by: Person,
    reason: str = "",
) -> Done:
    """Say who is who: "join" | "tell" (places: articles) | "where" (places: organisations).

    Raises NotAllowed, Refused.
    """
    from corpus.desk import Refused

    ordered: list[Job] = []
    people, order = people_of(archive), ordering(by, ordered)
    if action == "join":
        changes: tuple[Change, ...] = (people.join(name, value, by, reason, order),)
    elif action == "tell":
        changes = people.tell(name, value, places, by, reason, order)
    elif action == "where" and len(places) == 1:
        changes = (people.tell_where(name, value, places[0], by, reason, order),)
    else:
        raise Refused("请说明是哪一个机构 / say which organisation")
    return Done(changes, next(iter(ordered), None))


def undo_people(archive: Archive, ids: Sequence[int], by: Person) -> Done:
    """Take back who was said to be who.  Raises NotAllowed, NotFound."""
    ordered: list[Job] = []
    changes = people_of(archive).undo(ids, by, ordering(by, ordered))
    return Done(changes, next(iter(ordered), None))


def ordering(by: Person, ordered: list[Job]) -> Order:
    """Orders the job that a change of names makes, and puts it into `ordered`."""
    from corpus.desk.jobs import enqueue

    def order(conn: Any, what: Reach) -> None:
        ordered.append(enqueue(conn, time.time(), NAMES, asdict(what), by, priority=FOLLOWING))

    return order


def named_again(archive: Archive, what: Reach) -> tuple[int, Iterator[tuple[str, tuple[str, ...]]]]:
    """How many articles a change concerns: those that list one of its names, or print one; and those of them
    that are named otherwise, each lot committed as it comes."""
    from corpus.desk import reread_names
    from corpus.desk.reaching import reached

    ids = reached(archive.store.database, what)
    register, profiles = people_of(archive).register(), archive.parser().profiles
    found = reread_names(archive.store, ids, archive.recognizer, people=register.applied, profiles=profiles)
    return len(ids), found


def reread(archive: Archive, running: Running) -> object:
    """Name the articles again that a change concerns (payload: a `Reach`), then let the index follow.

    Result: how many articles were read, and how many are named otherwise.
    """
    from corpus.desk.reaching import Reach

    payload: Mapping[str, Sequence[str]] = running.job.payload
    what = Reach(**{name: tuple(payload.get(name, ())) for name in ("listed", "printed", "people")})
    read, found = named_again(archive, what)
    changed = 0
    running.progress(0, None, f"重读 {read} 篇 / reading {read} articles again")
    for number, (_, articles) in enumerate(found, 1):
        changed += len(articles)
        running.progress(number, None, f"已改 {changed} 篇 / {changed} changed")
    archive.repair(patience=Patient(running))
    return {"read": read, "changed": changed}
