"""What an ingest says: where it stands, and what it did."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import ArchiveError
from corpus.intake.account import Account
from corpus.store import Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest stands.  done, total: bytes of input; articles: so far; rate: articles a second."""

    name: str
    done: int
    total: int
    articles: int
    rate: float


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did.  outcomes: (source name, outcome) in order; failed: (source name, error);
    accounts: what every issue that was read was understood to be."""

    outcomes: tuple[tuple[str, Outcome], ...] = ()
    failed: tuple[tuple[str, ArchiveError], ...] = ()
    seconds: float = 0.0
    accounts: tuple[Account, ...] = ()

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
                {"source": name, "kind": outcome.kind, "issue": outcome.issue_id}
                for name, outcome in self.outcomes
            ],
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


def silent(progress: Progress) -> None:
    """Progress nobody watches."""
