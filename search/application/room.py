"""Here is an archive, tell how much room its disk has left; and warn before it is full."""

from __future__ import annotations

import logging
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.application.archive import Archive

logger = logging.getLogger(f"xunzhang.{__name__}")

LOOK = 60.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Room:
    """free: bytes on the archive's disk that are left; least: from how many on there is a warning."""

    free: int
    least: int

    @property
    def warning(self) -> str:
        """What to do; "" while there is room."""
        if self.free >= self.least:
            return ""
        left = self.free // 2**20
        return (
            f"磁盘只剩 {left} MB；请腾出空间，写满后不能再收入（检索照常） / "
            f"only {left} MB are left on the disk: free some, a full one takes nothing in (searching goes on)"
        )


def room(directory: Path, least_mb: int) -> Room:
    """How much room there is.  Where the system does not say, there is enough."""
    least = least_mb * 2**20
    try:
        return Room(shutil.disk_usage(directory).free, least)
    except OSError:
        return Room(least, least)


def watch(archive: Archive, stopped: threading.Event) -> None:
    """Warn in the log when room runs short, once, and again after there was enough."""
    warned = False
    while True:
        now = room(archive.directory, archive.settings.serve.disk_mb)
        if now.warning and not warned:
            logger.warning("%s", now.warning)
        warned = bool(now.warning)
        if stopped.wait(LOOK):
            return
