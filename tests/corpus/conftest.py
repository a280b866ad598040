"""A store on each database it can live in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.store import Store
from tests.corpus import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[], str]]:
    """Makes empty schemas in a PostgreSQL database and gives their addresses."""
    with postgres.server() as address:
        admin = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        numbers = itertools.count()

        def fresh() -> str:
            name = f"test{next(numbers)}"
            with admin.connect() as conn:
                conn.execute(sa.text(f"CREATE SCHEMA {name}"))
            return f"{address}&options=-csearch_path%3D{name}"

        yield fresh
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server")()
    with Store.open(tmp_path / "档案 a?b%20#c", url) as store:
        yield store
