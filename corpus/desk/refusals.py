"""Why the desk says no: each kind one exception, so that a page can answer each in its own way."""

from __future__ import annotations

from typing import Generic, TypeVar

from corpus.errors import ArchiveError

_Mine = TypeVar("_Mine")
_Theirs = TypeVar("_Theirs")


class Refused(ArchiveError):
    """What was asked for has no meaning or cannot be done; the message says what would."""


class NotFound(ArchiveError):
    """There is no such job, account, draft, edit or name."""


class NotAllowed(ArchiveError):
    """This person may not do this."""


class NotSignedIn(ArchiveError):
    """Nobody, or nobody any more, is signed in: a wrong password, an expired session, a revoked token."""


class TooManyAttempts(NotSignedIn):
    """Too many wrong passwords.  wait: seconds until the next try is looked at."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        seconds = max(1, round(wait))
        super().__init__(
            f"尝试次数过多，请 {seconds} 秒后再试 / too many attempts: try again in {seconds} seconds"
        )


class Conflict(ArchiveError, Generic[_Mine, _Theirs]):
    """Somebody else was faster.

    mine: what was to be written; theirs: what stands there now, with the version to write upon.
    Nothing was written.
    """

    def __init__(self, message: str, mine: _Mine, theirs: _Theirs) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(message)
