"""The grid shows every issue in its month, and as missing only what lies between two that are there."""

from __future__ import annotations

from corpus.model import Issue
from web.shelves import shelves_of


def issue(publication: str, year: int | None, month: int | None, number: str = "") -> Issue:
    return Issue(
        "", f"{publication}{year}{month}{number}", publication, number, year, month, "stated", "x.txt"
    )


def test_months_between_the_first_and_the_last_are_missing_and_no_others() -> None:
    kept = [
        issue("甲", 2021, 11, "1"),
        issue("甲", 2022, 2, "2"),
        issue("甲", 2022, 2, "3"),
        issue("甲", 2024, 1),
    ]
    (shelf,), undated = shelves_of(kept)
    assert undated == [] and (shelf.issues, shelf.gaps) == (4, 2 + 22)
    assert [year for year, _ in shelf.years] == [2024, 2023, 2022, 2021]
    cells = {(year, month): cell for year, row in shelf.years for month, cell in enumerate(row, start=1)}
    assert cells[2021, 10] is None and cells[2024, 2] is None
    assert cells[2021, 12] == () and cells[2023, 7] == ()
    assert cells[2022, 2] == (kept[1], kept[2])


def test_what_has_no_name_stands_last_and_what_has_no_month_apart() -> None:
    shelves, undated = shelves_of([issue("", 2021, 1), issue("乙", 2021, 1), issue("乙", 2021, None)])
    assert [shelf.publication for shelf in shelves] == ["乙", ""]
    assert [one.month for one in undated] == [None]
