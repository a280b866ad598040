"""Here is a `Query` and a snapshot of the index, give me the documents that match it.

Every node of the tree is a set operation; leaves are read from postings, their sets cached for as long
as the generation lives.  Each kind of node is one class (`search.engine.matching.meaning`), which also says
what scores, what is marked in a text and how it is explained.
"""

from __future__ import annotations

from search.engine.matching import fuzzy, joined, near, restrictions, text, wildcard
from search.engine.matching.meaning import MEANINGS, Form, QueryReading, cuts_of, forms_of, match, terms_of

__all__ = ["MEANINGS", "Form", "QueryReading", "cuts_of", "forms_of", "match", "terms_of"]

KINDS = (text, wildcard, fuzzy, near, joined, restrictions)
"""Modules that say what the nodes mean; importing them registers them."""
