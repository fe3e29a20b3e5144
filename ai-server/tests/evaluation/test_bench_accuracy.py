"""The benchmark on a folder laid out like the real one, filled with generated noses."""

import json
import sys

import cv2
import numpy as np
import pytest

from evaluation import bench_accuracy
from evaluation.bench_accuracy import BASELINE, cell, entry, figures, table
from evaluation.real_photos import (
    CONDITIONS,
    Searches,
    last_photos,
    read_cattle,
    read_dogs,
    search_baseline,
    search_noseprint,
)
from evaluation.synthetic import Nose
from noseprint import VERSION


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Twice two animals with two shots and one with one, and a single dog with two re-photographs."""
    folder = tmp_path_factory.mktemp("data")
    names = [f"{group}/{animal}/0{shot}" for group in ("cattle", "dogs") for animal in "ab" for shot in (1, 2)]
    for name in [*names, "cattle/c/01", "dogs/c/01", "singles/rp-d-01", "singles/rp-d-02"]:
        path = folder / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        animal = name.split("/")[1].removeprefix("rp-")[0]
        cv2.imwrite(str(path), Nose(80 + ord(animal)).capture(int(name[-1]), width=320))
    return folder


def test_re_photographs_are_impostors_only(data):
    """The singles are one dog, that is left out whole, and never a mated search."""
    dogs = read_dogs(data)
    assert list(dogs.animals) == ["a", "a", "b", "b", "c", "rp-d", "rp-d"]
    assert list(dogs.genuine) == [True] * 5 + [False] * 2
    found = search_noseprint(dogs, "clean", 0.01)
    assert list(found.mated_animals) == ["a", "a", "b", "b"]
    assert len(found.nonmated) == 7
    assert found.nonmated[5:].max() < found.threshold
    assert found.first.all() and found.acquired.all()


def test_the_baseline_searches_the_last_photo_and_every_stranger(data):
    dogs = read_dogs(data)
    assert last_photos(dogs.animals, dogs.genuine) == [1, 3]
    found = search_baseline(dogs)
    assert set(found) == set(CONDITIONS)
    assert list(found["clean"].mated_animals) == ["a", "b"]
    assert len(found["clean"].nonmated) == 7


def test_both_matchers_get_the_same_finder_s_photos(data):
    cattle = read_cattle(data)
    one, other = (cattle.queries("finder's photo") for _ in range(2))
    assert all(image.shape[1] == 140 for image in one)
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    assert cattle.close_up and not read_dogs(data).close_up


def searches_of(mated: list[float], nonmated: list[float]) -> Searches:
    animals = np.array(list("aabb"))
    every = np.ones(4, bool)
    first = np.array(mated) > np.array(nonmated)
    return Searches(10.0, animals, first, np.array(mated), np.array(nonmated), animals, every)


def test_figures_of_known_scores():
    found = figures(searches_of([30, 11, 12, 4], [5, 11, 3, 6]))
    hits = {name: figure and figure["hits"] for name, figure in found.items()}
    assert hits["rank-1"] == 2
    assert hits["FNIR at the threshold"] == 1
    assert hits["FPIR at the threshold"] == 1
    assert hits["FNIR at FPIR 0"] == 2
    assert hits["failure to acquire"] == 0
    assert hits["rejected by quality"] is None and cell(None) == "-"


def test_the_table_sets_both_matchers_side_by_side():
    perfect, poor = searches_of([30, 30, 30, 30], [3, 3, 3, 3]), searches_of([0, 0, 0, 0], [30, 30, 30, 30])
    pairs = ((VERSION, perfect), (BASELINE, poor))
    text = table([entry("noses", c, matcher, found) for c in CONDITIONS for matcher, found in pairs])
    row = next(line for line in text.splitlines() if "clean | rank-1" in line)
    assert row.index("100.0 %") < row.index("0.0 % (0.0-100.0); 0/4, 2 animals")


def test_the_command_writes_what_it_prints(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench_accuracy", str(data), "--json", str(tmp_path / "new" / "figures.json")])
    bench_accuracy.main()
    printed = capsys.readouterr().out
    written = json.loads((tmp_path / "new" / "figures.json").read_text())
    assert len(written["results"]) == 8
    for result in written["results"]:
        assert f"{result['set']}, {result['photos']}" in printed
        assert cell(result["figures"]["rank-1"]) in printed
