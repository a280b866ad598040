"""Here is a key and a way to make its arrays, give me the arrays: a cache under a byte budget.

Segments are immutable, so what was decoded or computed once for (segment or generation, field, term)
stays true until the generation goes; the least recently used entries make room for new ones.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

OVERHEAD = 200
"""Bytes that an entry costs beside its arrays: key, tuple, dictionary slot (CPython, rounded up)."""


LEAST = 64 << 20
"""Bytes to keep of the smallest index."""


def default_budget(index_bytes: int = 0) -> int:
    """Bytes to keep of an index of that size: a quarter more, at most a fifth of the memory.

    More gains nothing: what is asked for again and again is a fraction of the index.
    """
    try:
        fifth = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 5
    except (AttributeError, OSError, ValueError):  # a system that cannot be asked
        fifth = 1 << 28
    return min(fifth, max(LEAST, index_bytes * 5 // 4))


class ArrayCache:
    """Least-recently-used values that carry `nbytes`, at most `budget` bytes together.

    Safe under threads: a value may be made twice when two threads miss at once, never torn.  A value
    larger than a quarter of the budget is handed out but not kept, so that one term cannot evict all.
    """

    def __init__(self, budget: int | None = None) -> None:
        self.budget = default_budget() if budget is None else budget
        self.used = 0
        self.hits = 0
        self.misses = 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made by `make` (outside the lock) where it is not here."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                self.hits += 1
                value: T = entry[0]
                return value
            self.misses += 1
        made = make()
        self._put(key, made)
        return made

    def _put(self, key: Hashable, value: Any) -> None:
        size = int(value.nbytes) + OVERHEAD
        if size > self.budget // 4:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = (value, size)
            self.used += size
            while self.used > self.budget:
                _, (_, freed) = self._entries.popitem(last=False)
                self.used -= freed

    def drop(self, unwanted: Callable[[Hashable], bool]) -> None:
        """Forget every entry whose key is `unwanted` (arrays of segments that are gone)."""
        with self._lock:
            for key in [key for key in self._entries if unwanted(key)]:
                self.used -= self._entries.pop(key)[1]

    def clear(self) -> None:
        """Forget everything (the benchmarks' cold start)."""
        with self._lock:
            self._entries.clear()
            self.used = 0

    def __len__(self) -> int:
        return len(self._entries)
