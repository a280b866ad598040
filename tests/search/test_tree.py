"""A tree is taken apart, rewritten and put together again by one walk."""

from __future__ import annotations

from hypothesis import given

from search.language.build import all_of, any_of, negated, rebuilt
from search.language.tree import (
    And,
    AtLeast,
    Near,
    Or,
    Phrase,
    Query,
    Text,
    alternatives,
    conjuncts,
    is_plain,
)
from tests.search.queries import QUERIES


@given(QUERIES)
def test_rebuilding_without_a_change_changes_nothing(query: Query) -> None:
    assert rebuilt(query, lambda part: part) == query
    assert all_of(conjuncts(query)) == query
    assert any_of(alternatives(query)) == query


@given(QUERIES)
def test_a_rewritten_tree_is_in_normal_form(query: Query) -> None:
    """Parts that a rewriting makes alike in kind to what they stand in are joined with it."""

    def twofold(node: Query) -> Query:
        if isinstance(node, (Near, AtLeast)):
            return node
        return And((node, Text("山"))) if isinstance(node, Text) else rebuilt(node, twofold)

    rewritten = twofold(query)
    for part in conjuncts(rewritten):
        assert not isinstance(part, And)
    for part in alternatives(rewritten):
        assert not isinstance(part, Or)


def test_plain_is_unquoted_and_in_no_field() -> None:
    assert is_plain(Text("云岭"))
    assert not is_plain(Text("云岭", "title"))
    assert not is_plain(Phrase("云岭"))
    assert not is_plain(negated(Text("云岭")))
