"""Here is the tree of a question; give me the trees of the parts that its answer is counted in.

An unquoted run matches wherever its words are printed, together or apart: 保障房 is found in 保障 … 住房 too.
The parts say how many articles print it as it was typed, and are questions that find exactly these.
"""

from __future__ import annotations

from search.engine.postings.analysis import Analysis
from search.language.build import all_of, negated, rebuilt
from search.language.tree import And, Or, Phrase, Query, Text, parts


def literal(tree: Query, analysis: Analysis) -> Query | None:
    """The tree with every wanted run as it was typed; None where no run has words that could stand apart."""
    return quoted(tree) if _may_disperse(tree, analysis) else None


def dispersed(tree: Query, printed: Query) -> Query:
    """What matches `tree` and not its literal form."""
    return all_of([tree, negated(printed)])


def apart(plain: Query, named: Query) -> Query:
    """What has the words of a name, and neither is about the named nor prints the name."""
    return all_of([plain, negated(named)])


def _may_disperse(tree: Query, analysis: Analysis) -> bool:
    if isinstance(tree, Text):
        return len(analysis.wanted(tree.text)) > 1
    return isinstance(tree, (And, Or)) and any(_may_disperse(part, analysis) for part in parts(tree))


def quoted(tree: Query) -> Query:
    """The tree with every wanted run as it was typed."""
    if isinstance(tree, Text):
        return Phrase(tree.text, tree.field, tree.whole)
    return rebuilt(tree, quoted) if isinstance(tree, (And, Or)) else tree
