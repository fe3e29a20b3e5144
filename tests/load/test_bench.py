"""`make bench` on a tiny size: that it measures at all, not how long anything takes."""

from pathlib import Path

import pytest

from dev.bench import prints, queries
from dev.bench.__main__ import measure

DOGS = 5


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return prints.make(DOGS, tmp_path, seconds=60)


def test_every_table_has_its_figures(stack, files):
    asked = queries.make([prints.seed_of(file) for file in files], count=1)
    pipeline, lookups, recall, status = measure(stack, files, asked, rounds=2, requests=8)
    assert [row[1] for row in pipeline.rows] == ["2"] * 7
    assert [row[:3] for row in lookups.rows] == [
        (photo, dog, "1") for photo in queries.PRESETS.values() for dog in ("registered", "stranger")
    ]
    assert lookups.rows[0][-1] == lookups.rows[1][-1] == "1/1", "the registered dog is found, the stranger is not"
    assert [(row[0], row[2]) for row in recall.rows] == [
        (photo, by) for photo in queries.PRESETS.values() for by in ("vector", "sketch")
    ]
    assert [(row[0], row[1]) for row in status.rows] == [("gunicorn", "8"), ("nginx", "8")]
    for table in (pipeline, lookups, recall, status):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_prints_are_made_once_and_the_same(files):
    known = {file: file.stat().st_mtime_ns for file in files}
    again = prints.make(DOGS + 1, files[0].parent, seconds=60)
    assert len(again) == DOGS + 1 and {file: file.stat().st_mtime_ns for file in files} == known
    assert all(len(prints.load(file)) == prints.PHOTOS for file in again)


def test_when_the_time_is_up_it_goes_on_with_what_there_is(files):
    assert prints.make(DOGS + 3, files[0].parent, seconds=0) == files
