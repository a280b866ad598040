"""Here is a line somebody typed; give me the `Query` tree it means.

    >>> from search.language import parse, render
    >>> render(parse("标题：5G 或 作者:(王一 李二)").query)
    'title:5G OR author:(王一 李二)'

Text goes through four pure steps: `lexer` (characters → tokens), `parser` (tokens → tree),
`reading` (dates and question words in plain speech) and, with an archive at hand, `entities`
(names → the organisation or person they mean).  `render` is the way back.  No step knows an engine.
"""

from __future__ import annotations

from search.language.operators import FIELDS, OPERATORS
from search.language.parser import parse, parse_plain
from search.language.reading import FreeDate, Parsed
from search.language.render import render

__all__ = ["FIELDS", "OPERATORS", "FreeDate", "Parsed", "parse", "parse_plain", "render"]
