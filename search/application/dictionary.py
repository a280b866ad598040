"""Here are words that people add or take away; give me what cuts texts with them, and what they change.

The list of words is `corpus.desk.Words`.  docs/architecture/dictionary.md tells the whole way.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.desk import Dictionary, NotFound, Refused, Words
from corpus.desk.words import dictionary_of
from index.text.analyzer import Analyzer, word_form
from search.application.archive import Archive
from search.application.cutting import cutter, holding
from search.application.keeping import changed
from search.application.naming import Done
from search.application.patience import Patient
from search.application.priorities import FOLLOWING

if TYPE_CHECKING:
    from corpus.desk import Job, Person, Running
    from corpus.desk.words import Order

WORDS = "words"
"""The kind of job that cuts the articles anew in which changed words stand."""

_END = "。！？；\n"
_WIDTH = 24
"""Characters shown on either side of a word."""


def words_of(archive: Archive) -> Words:
    """The words of this archive, and every change to them."""
    return Words(archive.store.database)


def one_word(words: Iterable[str]) -> list[str]:
    """The words, each once.  Raises Refused for what the tokenizer never meets as one word."""
    found = list(dict.fromkeys("".join(word.split()) for word in words if word.strip()))
    for word in found:
        form = word_form(word)
        if len(form) < 2 or " " in form or not all(sign.isalnum() for sign in form):
            raise Refused(
                f"“{word}”不能作为一个词：须为两个以上的汉字、字母或数字，中间没有标点 / "
                f"{word!r} cannot be one word: two or more characters, letters or digits without marks"
            )
    return found


def edit_words(archive: Archive, action: str, words: Iterable[str], by: Person, reason: str = "") -> Done:
    """ "add" | "remove" words.  Raises NotAllowed, Refused."""
    ordered: list[Job] = []
    kept = words_of(archive)
    change = kept.remove if action == "remove" else kept.add
    changes = change(one_word(words), by, reason, ordering(by, ordered))
    return Done(changes, next(iter(ordered), None))


def undo_words(archive: Archive, by: Person, ids: Sequence[int] = (), state: int | None = None) -> Done:
    """Take changes back, or all after a state.  Raises NotAllowed, NotFound."""
    ordered: list[Job] = []
    kept, order = words_of(archive), ordering(by, ordered)
    changes = kept.undo(ids, by, order) if state is None else kept.roll_back(state, by, order)
    return Done(changes, next(iter(ordered), None))


def at_state(words: Words, state: int | None = None, without: Collection[int] = ()) -> Dictionary:
    """The words after change number `state` (None: now), without the changes `without`.  Raises NotFound."""
    history = words.history()[::-1]
    if state and state not in {one.id for one in history}:
        raise NotFound(f"没有状态 {state} / there was no state {state}")
    kept = [one for one in history if one.in_force and one.id not in without]
    return dictionary_of(one for one in kept if state is None or one.id <= state)


def ordering(by: Person, ordered: list[Job]) -> Order:
    """Orders the job that a change of words makes, and puts it into `ordered`."""
    from corpus.desk.jobs import enqueue

    def order(conn: Any) -> None:
        ordered.append(enqueue(conn, time.time(), WORDS, {}, by, priority=FOLLOWING))

    return order


def learn(archive: Archive, running: Running) -> object:
    """Cut anew what changed words stand in.  Result: the number of articles, the state of the index then."""

    def told(done: int, total: int | None, _: float) -> None:
        running.progress(done, total, "重新切词 / cutting anew")

    return {
        "articles": archive.parts.keeper.learn(told, Patient(running)),
        "state": words_of(archive).dictionary().state,
    }


@dataclass(frozen=True, slots=True)
class CutSentence:
    """A sentence as it is cut and as it would be.  article_id: where it stands; before, after: its words,
    a long one after its parts as the index has them."""

    article_id: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordEffect:
    """What a change of words does.  articles: how many hold one of them; otherwise: of those looked at, how
    many are cut otherwise; looked: how many were looked at; sentences: some of those cut otherwise."""

    words: tuple[str, ...]
    articles: int
    looked: int
    otherwise: int
    sentences: tuple[CutSentence, ...]


LOOKED_AT = 500
"""Articles that are cut both ways for a preview."""


def effect(archive: Archive, wanted: Dictionary, sentences: int = 8) -> WordEffect:
    """What going from the words in force to `wanted` would do.  Raises IndexMissing, IndexStale."""
    return _effect(archive, cutter(words_of(archive).dictionary()), cutter(wanted), sentences)


def _effect(archive: Archive, old: Analyzer, new: Analyzer, most: int) -> WordEffect:
    words = changed(old, new)
    searcher, _ = archive.parts.reader.newest()
    ids = holding(searcher, words)
    looked = ids[-LOOKED_AT:]
    shown: list[CutSentence] = []
    otherwise = 0
    for article in archive.store.held(looked).values():
        text = f"{article.title}\n{article.subtitle}\n{article.body}"
        found = False
        for sentence in _sentences(text, words):
            before, after = old.word_texts(sentence), new.word_texts(sentence)
            if before != after:
                if not found and len(shown) < most:
                    shown.append(CutSentence(article.id, article.title, tuple(before), tuple(after)))
                found = True
                break
        otherwise += found
    return WordEffect(tuple(sorted(words)), len(ids), len(looked), otherwise, tuple(shown))


def _sentences(text: str, words: Collection[str]) -> Iterator[str]:
    """The passages of a text that hold one of the words, folded forms compared."""
    start = 0
    for at, sign in enumerate([*text, "\n"]):
        if sign in _END or at == len(text):
            sentence = text[start : at + 1].strip()
            start = at + 1
            if sentence and any(word in word_form(sentence).replace(" ", "") for word in words):
                yield sentence


def with_changes(dictionary: Dictionary, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Dictionary:
    """The words as they would be with some more known and some more left out."""
    added = ({*dictionary.added} | {*add}) - {*remove}
    removed = ({*dictionary.removed} | {*remove}) - {*add}
    return Dictionary(dictionary.state, tuple(sorted(added)), tuple(sorted(removed)))
