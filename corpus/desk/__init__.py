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
    from corpus.desk.answers import Answers
    from corpus.desk.chronicle import LINE_ACTIONS, Chronicle
    from corpus.desk.claims import LEASE, Claim, Claims, JobCancelled, LeaseLost
    from corpus.desk.codes import Codes, OrganizationCodes
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
    from corpus.desk.correcting import Correctable, CorrectableIssue, Correcting
    from corpus.desk.draft_edits import (
        MARK_ROLES,
        DraftEdit,
        Join,
        Mark,
        Resection,
        SetField,
        SetIssue,
        Split,
        edit_from,
        edit_json,
    )
    from corpus.desk.drafts import Draft, Drafts
    from corpus.desk.edit_lists import Change
    from corpus.desk.edit_rows import Edited, draft_edits_of
    from corpus.desk.issues import Issues, Shelved
    from corpus.desk.jobs import ENDED, STATES, Job, Jobs, LogLine, State
    from corpus.desk.names import Effect, Names
    from corpus.desk.people import People, Register
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
    from corpus.desk.queue import Queue
    from corpus.desk.reaching import Reach, reached
    from corpus.desk.refusals import Conflict, NotAllowed, NotFound, NotSignedIn, Refused, TooManyAttempts
    from corpus.desk.registered import RegisteredRecognizer
    from corpus.desk.replaying import PreviewLine, Reading, Replayed, replay
    from corpus.desk.rereading_names import reread_names
    from corpus.desk.sessions import Session, Sessions
    from corpus.desk.similar import Similar, similar_names
    from corpus.desk.teaching import Alike, Teaching
    from corpus.desk.tokens import Token, Tokens
    from corpus.desk.words import Dictionary, Words
    from corpus.desk.working import Handler, Running, WorkerStopping, work, work_one

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
    "answers": ("Answers",),
    "chronicle": (
        "LINE_ACTIONS",
        "Chronicle",
    ),
    "claims": (
        "LEASE",
        "Claim",
        "Claims",
        "JobCancelled",
        "LeaseLost",
    ),
    "codes": (
        "Codes",
        "OrganizationCodes",
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
    "correcting": (
        "Correctable",
        "CorrectableIssue",
        "Correcting",
    ),
    "draft_edits": (
        "MARK_ROLES",
        "DraftEdit",
        "Join",
        "Mark",
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
    "edit_lists": ("Change",),
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
    "names": (
        "Effect",
        "Names",
    ),
    "people": (
        "People",
        "Register",
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
    "queue": ("Queue",),
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
    "reaching": (
        "Reach",
        "reached",
    ),
    "registered": ("RegisteredRecognizer",),
    "rereading_names": ("reread_names",),
    "sessions": (
        "Session",
        "Sessions",
    ),
    "similar": (
        "Similar",
        "similar_names",
    ),
    "teaching": (
        "Alike",
        "Teaching",
    ),
    "tokens": (
        "Token",
        "Tokens",
    ),
    "words": (
        "Dictionary",
        "Words",
    ),
    "working": (
        "Handler",
        "Running",
        "WorkerStopping",
        "work",
        "work_one",
    ),
}

__all__ = [
    "ACTIONS",
    "ENDED",
    "LEASE",
    "LEAST",
    "LINE_ACTIONS",
    "LOCAL_ADMIN",
    "MARK_ROLES",
    "PROGRAM",
    "RIGHTS",
    "ROLES",
    "STATES",
    "Account",
    "Accounts",
    "Activity",
    "Alike",
    "Answers",
    "Change",
    "ChangedArticle",
    "Chronicle",
    "Claim",
    "Claims",
    "Codes",
    "Comparing",
    "Conflict",
    "Correctable",
    "CorrectableIssue",
    "Correcting",
    "Deed",
    "Dictionary",
    "Difference",
    "Draft",
    "DraftEdit",
    "Drafts",
    "Edited",
    "Effect",
    "FieldChange",
    "Handler",
    "Issues",
    "Job",
    "JobCancelled",
    "Jobs",
    "Join",
    "Known",
    "LeaseLost",
    "LogLine",
    "Mark",
    "Names",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "OrganizationCodes",
    "Passage",
    "People",
    "Person",
    "PreviewLine",
    "Queue",
    "Reach",
    "Reading",
    "Refused",
    "Register",
    "RegisteredRecognizer",
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
    "Similar",
    "Split",
    "State",
    "Teaching",
    "Token",
    "Tokens",
    "TooManyAttempts",
    "Words",
    "WorkerStopping",
    "compare",
    "draft_edits_of",
    "edit_from",
    "edit_json",
    "may",
    "passages",
    "reached",
    "replay",
    "require",
    "reread_names",
    "similar_names",
    "work",
    "work_one",
]


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"corpus.desk.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
