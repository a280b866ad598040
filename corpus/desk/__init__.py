"""What people add, and the work they order: jobs, accounts, drafts, corrections, names, words.

Everything here lies beside what was printed, never over it; every change has an author, a time and an
undo.  The rules of who may do what are kept here too, so that a page, the API and the command line cannot
differ.  Names are loaded when they are first used.  docs/architecture/desk.md is the contract.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.desk.accounts import Account, Accounts
    from corpus.desk.activity import ACTIONS, Activity, Deed
    from corpus.desk.claims import LEASE, Claim, Claims, JobCancelled, LeaseLost
    from corpus.desk.comparing import (
        ChangedArticle,
        Comparing,
        Difference,
        FieldChange,
        Known,
        Passage,
        compare,
        passages,
    )
    from corpus.desk.issues import Issues, Shelved
    from corpus.desk.jobs import ENDED, STATES, Job, Jobs, LogLine, State
    from corpus.desk.persons import (
        LEAST,
        LOCAL_ADMIN,
        PROGRAM,
        RIGHTS,
        ROLES,
        Person,
        Right,
        Role,
        may,
        require,
    )
    from corpus.desk.refusals import Conflict, NotAllowed, NotFound, NotSignedIn, Refused, TooManyAttempts
    from corpus.desk.sessions import Session, Sessions
    from corpus.desk.tokens import Token, Tokens
    from corpus.desk.working import Handler, Running, work, work_one

_MODULES = {
    "accounts": (
        "Account",
        "Accounts",
    ),
    "activity": (
        "ACTIONS",
        "Activity",
        "Deed",
    ),
    "claims": (
        "LEASE",
        "Claim",
        "Claims",
        "JobCancelled",
        "LeaseLost",
    ),
    "comparing": (
        "ChangedArticle",
        "Comparing",
        "Difference",
        "FieldChange",
        "Known",
        "Passage",
        "compare",
        "passages",
    ),
    "issues": (
        "Issues",
        "Shelved",
    ),
    "jobs": (
        "ENDED",
        "STATES",
        "Job",
        "Jobs",
        "LogLine",
        "State",
    ),
    "persons": (
        "LEAST",
        "LOCAL_ADMIN",
        "PROGRAM",
        "RIGHTS",
        "ROLES",
        "Person",
        "Right",
        "Role",
        "may",
        "require",
    ),
    "refusals": (
        "Conflict",
        "NotAllowed",
        "NotFound",
        "NotSignedIn",
        "Refused",
        "TooManyAttempts",
    ),
    "sessions": (
        "Session",
        "Sessions",
    ),
    "tokens": (
        "Token",
        "Tokens",
    ),
    "working": (
        "Handler",
        "Running",
        "work",
        "work_one",
    ),
}

__all__ = [
    "ACTIONS",
    "ENDED",
    "LEASE",
    "LEAST",
    "LOCAL_ADMIN",
    "PROGRAM",
    "RIGHTS",
    "ROLES",
    "STATES",
    "Account",
    "Accounts",
    "Activity",
    "ChangedArticle",
    "Claim",
    "Claims",
    "Comparing",
    "Conflict",
    "Deed",
    "Difference",
    "FieldChange",
    "Handler",
    "Issues",
    "Job",
    "JobCancelled",
    "Jobs",
    "Known",
    "LeaseLost",
    "LogLine",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Passage",
    "Person",
    "Refused",
    "Right",
    "Role",
    "Running",
    "Session",
    "Sessions",
    "Shelved",
    "State",
    "Token",
    "Tokens",
    "TooManyAttempts",
    "compare",
    "may",
    "passages",
    "require",
    "work",
    "work_one",
]


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"corpus.desk.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
