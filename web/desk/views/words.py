"""The dictionary: words added and taken away, with what they change before they do, and the way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from corpus.desk import Change, Dictionary, Job, Jobs, NotFound, Refused
from corpus.errors import IndexMissing
from search.application.cutting import cutter
from search.application.dictionary import (
    WORDS,
    WordEffect,
    at_state,
    edit_words,
    effect,
    one_word,
    undo_words,
    with_changes,
    words_of,
)
from search.application.naming import Done
from search.application.proposing import COMPOUNDS, asked_of_late, cut_otherwise
from web.archive import archive
from web.desk.identity import acting
from web.desk.naming import PrintedForm, job_of, page, printed_in, printing

blueprint = Blueprint("words", __name__, url_prefix="/desk/words")

CHANGES, PROPOSED, MOST = 30, 20, 5000
"""Changes and proposals on a page; words that one import may bring."""


def change_said(one: Change) -> str:
    """What a change says, in the language of the page."""
    said = _("添加 %(word)s", word=one.name) if one.action == "add" else _("去掉 %(word)s", word=one.name)
    return str(said)


@blueprint.get("")
def words() -> str:
    acting("names")
    kept = words_of(archive())
    known, history = kept.dictionary(), kept.history()
    return page(
        "desk/words.html",
        change_said=change_said,
        known=known,
        changes=history[:CHANGES],
        applied=archive().parts.keeper.state(),
    )


# -- a change: first its effect, then the deed -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form wants changed: words to be known, to be left out, changes to take back, or a state."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    undo: tuple[int, ...] = ()
    state: int | None = None


def wanted() -> Wanted:
    """What the form says.  Raises Refused for what is no word, and where it says nothing."""
    given = request.form if request.method == "POST" else request.args
    add = one_word(" ".join(given.getlist("add")).replace("、", " ").replace("，", " ").split())
    remove = one_word(given.getlist("remove"))
    undo, state = tuple(given.getlist("undo", type=int)), given.get("state", type=int)
    if not (add or remove or undo or state is not None):
        raise Refused("没有给出词 / no word was given")
    if len(add) > MOST:
        raise Refused(f"一次最多 {MOST} 个词 / at most {MOST} words at once")
    return Wanted(tuple(add), tuple(remove), undo, state)


@blueprint.route("/effect", methods=["GET", "POST"])
def show_effect() -> str:
    """What a change would do.  A list in a file is sent here first; nothing is changed."""
    acting("names")
    asked = with_file() if request.method == "POST" else wanted()
    return effect_page(asked)


def with_file() -> Wanted:
    """The words of a file, one a line, as jieba's own lists have them: # begins a remark, what stands behind
    a word is left out.  Raises Refused."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return wanted()
    try:
        lines = file.stream.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refused("词表须为 UTF-8 编码 / save the list as UTF-8") from None
    found = one_word(line.split()[0] for line in lines if line.strip() and not line.startswith("#"))
    if not found or len(found) > MOST:
        raise Refused(f"词表里须有 1 到 {MOST} 个词 / the list must hold 1 to {MOST} words")
    return Wanted(tuple(found))


def effect_page(asked: Wanted) -> str:
    kept = words_of(archive())
    known = kept.dictionary()
    then = becoming(asked, known)
    try:
        seen = effect(archive(), then)
    except IndexMissing:
        seen = WordEffect((), 0, 0, 0, ())
    return page("desk/words_effect.html", wanted=asked, seen=seen, questions=questions_of(known, then, seen))


def becoming(asked: Wanted, known: Dictionary) -> Dictionary:
    """The words as they would be.  Raises NotFound."""
    kept = words_of(archive())
    if asked.state is not None:
        return at_state(kept, asked.state)
    if asked.undo:
        if not {*asked.undo} <= {one.id for one in kept.history() if one.in_force}:
            raise NotFound("这项修改已经撤销 / this change was taken back already")
        return at_state(kept, None, asked.undo)
    return with_changes(known, asked.add, asked.remove)


def questions_of(known: Dictionary, then: Dictionary, seen: WordEffect) -> dict[str, int] | None:
    """Questions of the last month that would be cut otherwise; None where they are not written down."""
    late = asked_of_late(archive(), dt.date.today())
    if late is None:
        return None
    old, new = cutter(known), cutter(then)
    return {q: n for word in seen.words[:20] for q, n in cut_otherwise(late, word, old, new).items()}


@blueprint.post("/change")
def change() -> AnyResponse:
    me, asked = acting("names"), wanted()
    reason = request.form.get("reason", "")
    if asked.state is not None or asked.undo:
        done = undo_words(archive(), me, asked.undo, asked.state)
    elif asked.remove:
        done = edit_words(archive(), "remove", asked.remove, me, reason)
    else:
        done = edit_words(archive(), "add", asked.add, me, reason)
    return _back(done)


def _back(done: Done) -> AnyResponse:
    return redirect(url_for("words.words", job=job_of(done)), HTTPStatus.SEE_OTHER)


@blueprint.post("/apply")
def apply() -> AnyResponse:
    """Order the job again: where it failed, or was called off."""
    me = acting("names")
    job = Jobs(archive().store.database).enqueue(WORDS, {}, me, priority=-5)
    return redirect(url_for("words.words", job=job.id), HTTPStatus.SEE_OTHER)


@blueprint.get("/export.txt")
def export() -> Response:
    """The words that were added, one a line."""
    acting("names")
    text = "".join(f"{word}\n" for word in words_of(archive()).dictionary().added)
    response = Response(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="words.txt"'
    return response


# -- proposals -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposed:
    """A word that the archive keeps printing.  articles: in how many; questions: of the last month."""

    word: str
    frequency: int
    articles: int
    cohesion: float
    freedom: float
    printed: PrintedForm
    questions: dict[str, int] | None


@blueprint.get("/proposals")
def proposals() -> str:
    acting("names")
    jobs = Jobs(archive().store.database)
    done = next(iter(jobs.jobs(states=("done",), kinds=(COMPOUNDS,), limit=1)), None)
    running = next(iter(jobs.jobs(states=("queued", "running"), kinds=(COMPOUNDS,), limit=1)), None)
    return page("desk/words_proposals.html", found=_proposed(done), done=done, running=running)


def _proposed(job: Job | None) -> list[Proposed]:
    kept = words_of(archive())
    known = kept.dictionary()
    decided = {*known.added, *known.removed}
    rows = [one for one in (job.result if job else {}).get("proposals", ()) if one["word"] not in decided]
    if not rows:
        return []
    late = asked_of_late(archive(), dt.date.today())
    old = cutter(known)
    found = []
    for row in rows[:PROPOSED]:
        word = row["word"]
        printed = printed_in(archive(), word, printing(word))
        asked = None
        if late is not None and any(word in question for question in late):
            asked = cut_otherwise(late, word, old, cutter(with_changes(known, [word])))
        found.append(Proposed(**row, printed=printed, questions=asked))
    return found


@blueprint.post("/proposals")
def look() -> AnyResponse:
    """Order a look through the archive."""
    me = acting("names")
    job = Jobs(archive().store.database).enqueue(COMPOUNDS, {}, me)
    return redirect(url_for("words.proposals", job=job.id), HTTPStatus.SEE_OTHER)
