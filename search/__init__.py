"""Question to answer: here is a `SearchRequest`, give me a `ResultPage`.

The read side: query language, matching, ranking, facets, snippets, suggestions, exports, citations.
"""
