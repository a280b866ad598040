"""Reading: here is a path, give me what is printed in it, as lines or as records.

`read` and `read_bytes` yield a `Source` (or a `Failure`) for every file; formats live one to a module.
"""

from corpus.reading.confined import Confined
from corpus.reading.records import article_from_record
from corpus.reading.sources import READERS, read, read_bytes
from corpus.reading.types import DEFAULT_LIMITS, Failure, Limits, Origin, Records, Source, TableRow

__all__ = [
    "DEFAULT_LIMITS",
    "READERS",
    "Confined",
    "Failure",
    "Limits",
    "Origin",
    "Records",
    "Source",
    "TableRow",
    "article_from_record",
    "read",
    "read_bytes",
]
