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
    from corpus.desk.blocks import Inapplicable
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
    from corpus.desk.draft_edits import (
        MARK_ROLES,
        DraftEdit,
        Join,
        Mark,
        MarkRole,
        Resection,
        SetField,
        SetIssue,
        Split,
        edit_from,
        edit_json,
    )
    from corpus.desk.drafts import Draft, Drafts
    from corpus.desk.edit_rows import Edited, draft_edits_of
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
    from corpus.desk.replaying import PreviewLine, Reading, Replayed, replay
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
    "blocks": ("Inapplicable",),
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
    "draft_edits": (
        "MARK_ROLES",
        "DraftEdit",
        "Join",
        "Mark",
        "MarkRole",
        "Resection",
        "SetField",
        "SetIssue",
        "Split",
        "edit_from",
        "edit_json",
    ),
    "drafts": (
        "Draft",
        "Drafts",
    ),
    "edit_rows": (
        "Edited",
        "draft_edits_of",
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
    "replaying": (
        "PreviewLine",
        "Reading",
        "Replayed",
        "replay",
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
    "MARK_ROLES",
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
    "Draft",
    "DraftEdit",
    "Drafts",
    "Edited",
    "FieldChange",
    "Handler",
    "Inapplicable",
    "Issues",
    "Job",
    "JobCancelled",
    "Jobs",
    "Join",
    "Known",
    "LeaseLost",
    "LogLine",
    "Mark",
    "MarkRole",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Passage",
    "Person",
    "PreviewLine",
    "Reading",
    "Refused",
    "Replayed",
    "Resection",
    "Right",
    "Role",
    "Running",
    "Session",
    "Sessions",
    "SetField",
    "SetIssue",
    "Shelved",
    "Split",
    "State",
    "Token",
    "Tokens",
    "TooManyAttempts",
    "compare",
    "draft_edits_of",
    "edit_from",
    "edit_json",
    "may",
    "passages",
    "replay",
    "require",
    "work",
    "work_one",
]


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"corpus.desk.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
