"""Where log records go.  Every module logs to `logging.getLogger("xunzhang.<module>")`; this says who reads
it.

A failure that a person gets as one line leaves its traceback in the log.  What somebody asked is never
logged, unless the archive's settings say so: reporters have sources to protect.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from corpus.settings import LogSettings

FOLDER = "log"
FILE = "xunzhang.log"

_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
_root = logging.getLogger("xunzhang")
_root.addHandler(logging.NullHandler())  # without a reader nothing is printed between a command's lines


def to_terminal(level: str) -> None:
    """Print records from `level` on to the error output.  level: "debug" to "error"."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.setLevel(level.upper())
    _listen(handler)


def to_file(archive: Path, settings: LogSettings) -> None:
    """Write records to the rotating file in the archive's folder.  Nothing where no such file can be written:
    an archive on a full or read-only disk is still read."""
    path = archive / FOLDER / FILE
    if any(getattr(each, "baseFilename", "") == str(path.absolute()) for each in _root.handlers):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(
            path, maxBytes=settings.size_mb * 2**20, backupCount=settings.files, encoding="utf-8"
        )
    except OSError as error:
        _root.warning("no log file: %s", error)
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.setLevel(settings.level.upper())
    _listen(handler)


class _LogFile(RotatingFileHandler):
    """A record that a full disk refuses is lost; whoever wrote it goes on."""

    def handleError(self, record: logging.LogRecord) -> None:
        del record


def silence() -> None:
    """Close every reader again."""
    for handler in [each for each in _root.handlers if not isinstance(each, logging.NullHandler)]:
        _root.removeHandler(handler)
        handler.close()


def _listen(handler: logging.Handler) -> None:
    _root.addHandler(handler)
    _root.setLevel(min(each.level or logging.CRITICAL for each in _root.handlers))
