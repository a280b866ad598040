"""Here are articles and a stream, give me a file that another program opens: one module for each format.

Every format takes the articles one by one and writes as they come; an export is complete, however long.
"""

from search.exports.formats import FORMATS, Format, UnknownFormat, export
from search.exports.types import Context

__all__ = ["FORMATS", "Context", "Format", "UnknownFormat", "export"]
