"""What an ingest says: where it stands, and what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import ArchiveError, StoreError
from corpus.intake.account import TextAccount
from corpus.store import Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest stands.  done, total: bytes of input; articles: so far; rate: articles a second."""

    name: str
    done: int
    total: int
    articles: int
    rate: float


class IngestStopped(StoreError):
    """The archive refused in the middle (a full disk, a lock that was not let go): what was taken in until
    then is kept.  report: all of that."""

    def __init__(self, cause: ArchiveError, report: IngestReport) -> None:
        self.report = report
        super().__init__(str(cause))


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did.  outcomes: (source name, outcome) in order; failed: (source name, error);
    accounts: what every issue that was read was understood to be; remarks: source name → why it is not new,
    Chinese / English."""

    outcomes: tuple[tuple[str, Outcome], ...] = ()
    failed: tuple[tuple[str, ArchiveError], ...] = ()
    seconds: float = 0.0
    accounts: tuple[TextAccount, ...] = ()
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def added(self) -> tuple[str, ...]:
        """Names of sources that are new in the archive."""
        return self._of("added")

    @property
    def unchanged(self) -> tuple[str, ...]:
        """Names of sources that were there already."""
        return self._of("unchanged")

    @property
    def replaced(self) -> tuple[str, ...]:
        """Names of sources that took the place of an older printing."""
        return self._of("replaced")

    @property
    def drafts(self) -> tuple[str, ...]:
        """Ids of the issues that are drafts now."""
        return tuple(dict.fromkeys(one.issue_id for _, one in self.outcomes if one.state == "draft"))

    @property
    def articles(self) -> int:
        """Articles that were added or changed."""
        return sum(len(outcome.added) + len(outcome.changed) for _, outcome in self.outcomes)

    def as_dict(self) -> dict[str, object]:
        """The report as plain JSON values, the same for the command line, the API and a job's result."""
        return {
            "added": list(self.added),
            "replaced": list(self.replaced),
            "unchanged": list(self.unchanged),
            "failed": [{"source": name, "error": str(error)} for name, error in self.failed],
            "issues": [
                {
                    "source": name,
                    "kind": outcome.kind,
                    "issue": outcome.issue_id,
                    "state": outcome.state,
                    **_counts(outcome),
                    "known": list(self.remarks.get(name, ())),
                }
                for name, outcome in self.outcomes
            ],
            "drafts": list(self.drafts),
            "articles_written": self.articles,
            "understood": [
                {
                    "source": account.name,
                    "issue": account.issue,
                    "articles": account.articles,
                    "characters": account.characters,
                    "in_no_article": dict(account.apart),
                    "notices": list(account.notices),
                }
                for account in self.accounts
            ],
            "seconds": round(self.seconds, 3),
        }

    def _of(self, kind: str) -> tuple[str, ...]:
        return tuple(name for name, outcome in self.outcomes if outcome.kind == kind)


def _counts(outcome: Outcome) -> dict[str, int]:
    """What became of the issue's articles; nothing where the source was not even read."""
    if outcome.kind == "unchanged":
        return {}
    return {"before": outcome.before, "articles": outcome.articles, "removed": len(outcome.removed)}


def line(name: str, outcome: Outcome | ArchiveError, remarks: Sequence[str] = ()) -> str:
    """What came of one source, as a line, Chinese / English."""
    if not isinstance(outcome, Outcome):
        said = str(outcome)
        return f"✗ {said if name in said else f'{name}: {said}'}"
    state_zh, state_en = _STATES[outcome.state]
    done_zh, done_en = _KINDS[outcome.kind]
    count = f"{outcome.before}→{outcome.articles}" if outcome.kind == "replaced" else f"{outcome.articles}"
    said = f"{name}: {done_zh}，{state_zh}，{count} 篇 / {done_en}, {state_en}, {count} articles"
    if outcome.kind == "unchanged":
        said = f"{name}: {done_zh}，{state_zh} / {done_en}, {state_en}"
    return "；".join((said, *remarks))


_KINDS = {"added": ("新增", "added"), "unchanged": ("已有", "known"), "replaced": ("替换", "replaced")}
_STATES = {
    "draft": ("草稿", "a draft"),
    "published": ("已发布", "published"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def unheard(line: str) -> None:
    """Lines nobody reads."""


def silent(progress: Progress) -> None:
    """Progress nobody watches."""
