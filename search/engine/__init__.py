"""Here is a `Query` tree, give me ids, scores and facet counts.

`vector_searcher` answers by array arithmetic over a `snapshot`; `whoosh_searcher` answers the same through
Whoosh's own matchers and is the oracle.  Texts, titles and passages are not the engine's business.
"""
