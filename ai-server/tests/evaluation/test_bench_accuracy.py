"""The benchmark on folders laid out like the real one, filled with generated noses."""

import json
import sys

import cv2
import numpy as np
import pytest

from evaluation import bench_accuracy, enrolment, report
from evaluation.bench_accuracy import MARKS, paste
from evaluation.experiments import ALL_LEVELS, groups
from evaluation.identification import SHOTS
from evaluation.protocol import RECIPES, FirstRecipe, NosePrint, score_all
from evaluation.real_photos import generate, read_cattle, read_dogs, read_splits
from evaluation.search_2021 import NAME, last_photos, search_2021
from evaluation.stress import ROLLS, noisy
from evaluation.synthetic import Nose

COWS = {"cow-01": "tune", "cow-05": "test", "cow-07": "test", "cow-11": "test"}
SEEDS = {"cow-01": 80, "cow-05": 81, "cow-07": 82, "cow-11": 83, "sp-tan": 84, "sp-brown": 85, "rp-white": 86}
NAMES = ("cow-01/01", "cow-05/01", "cow-05/02", "cow-07/01", "cow-07/02", "cow-11/01")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Cows and dogs, of one each also the next frame of a burst, and a re-photographed single."""
    folder = tmp_path_factory.mktemp("data")
    dogs = [f"dogs/{dog}/0{shot}" for dog in ("sp-tan", "sp-brown") for shot in (1, 2)]
    for name in [*(f"cattle/{name}" for name in NAMES), *dogs, "singles/rp-white-01", "singles/rp-white-02"]:
        animal = next(animal for animal in SEEDS if animal in name)
        write(folder / f"{name}.png", Nose(SEEDS[animal]).capture(int(name[-1]), width=320))
    for animal in ("cattle/cow-05", "dogs/sp-tan"):
        frame = cv2.imread(str(folder / animal / "01.png"))
        write(folder / animal / "03.png", noisy(frame, np.random.default_rng(0)))
    return folder


def write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image)


@pytest.fixture(scope="module")
def cattle(data):
    return read_cattle(data)


@pytest.fixture(scope="module")
def dogs(data):
    return read_dogs(data)


def test_the_next_frame_of_a_burst_is_left_out(cattle, dogs):
    assert tuple(photo.name for photo in cattle.photos) == NAMES
    assert cattle.repeats == 1 and dogs.repeats == 1


def test_splits_come_from_the_committed_list(cattle, dogs):
    assert [COWS[animal] for animal in cattle.animals] == list(cattle.splits)
    assert set(dogs.splits) == {"test"}
    assert {split for (kind, _), split in read_splits().items() if kind != "cattle"} == {"test"}
    assert [group.name for group in groups(cattle)] == ["test", "all"]
    assert [group.name for group in groups(dogs)] == ["test"]


def test_re_photographs_are_impostors_only(dogs):
    assert [photo.animal for photo in dogs.photos][-2:] == ["rp-white", "rp-white"]
    assert [photo.mated for photo in dogs.photos] == [True] * 4 + [False] * 2


def test_scores_of_real_comparisons(dogs):
    found = score_all(NosePrint(), dogs, "clean")
    assert list(found.animals[:3]) == ["sp-brown", "sp-brown", "sp-tan"]
    assert np.isnan(np.diag(found.score)).all() and np.isfinite(found.vectors[0, 1])
    assert found.score[0, 1] > found.score[0, 2:].max()
    assert found.acquired.all() and ((found.quality >= 0) & (found.quality <= 100)).all()


def test_rolled_queries_are_never_compared_with_their_own_photo(cattle):
    few = cattle.of(cattle.animals == "cow-05")
    found = score_all(FirstRecipe(), few, "rolled")
    assert len(found.source) == len(ROLLS) * len(few.photos)
    assert all(np.isnan(found.score[row, source]) for row, source in enumerate(found.source))
    assert np.isnan(found.usable).all() and np.isnan(found.vectors).all()


def test_the_2021_matcher_searches_the_last_photo_and_every_stranger(cattle):
    every = groups(cattle)[1]
    assert last_photos(cattle, every.kept) == [2, 4]
    found = search_2021(cattle, [every])["all", "finder"]
    assert list(found.asked) == ["cow-05", "cow-07"] and list(found.query) == [2, 4]
    assert len(found.nonmated) == 6 and found.gallery == 4


def test_every_query_of_the_registered_dogs_is_listed(data, monkeypatch):
    monkeypatch.setattr(enrolment, "SHOTS", 1)
    enrolled, queries = enrolment.measure(data, 0.01)
    assert [(dog["dog"], dog["shots"], dog["linked"]) for dog in enrolled] == [("sp-brown", 1, 1), ("sp-tan", 1, 1)]
    assert all(dog["bytes"] > 10_000 for dog in enrolled)
    found = {query["photo"]: query for query in queries}
    assert list(found) == [
        "sp-brown/02", "sp-tan/02", "sp-tan/03", "rp-white-01", "rp-white-02",
    ]  # fmt: skip
    assert found["sp-tan/02"]["best"] == "sp-tan" and found["sp-tan/02"]["burst"] == ""
    assert found["sp-tan/03"]["burst"] == "sp-tan/01"
    assert found["rp-white-01"]["own"] is None
    assert found["rp-white-01"]["decision"] == "not_registered"


def test_generated_noses_are_cut_out(tmp_path):
    made = generate(tmp_path, 1)
    assert len(made.photos) == 4 and made.close_up and set(made.splits) == {"test"}
    height, width = made.photos[0].read().shape[:2]
    assert 1.0 < width / height < 1.6


def test_the_report_goes_between_the_marks(tmp_path):
    card = tmp_path / "card.md"
    card.write_text(f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n")
    paste(card, "new")
    paste(card, "newer")
    assert card.read_text() == f"before\n{MARKS[0]}\n\nnewer\n{MARKS[1]}\nafter\n"
    card.write_text("no marks")
    with pytest.raises(SystemExit, match="lacks the marks"):
        paste(card, "new")


def test_cells():
    figure = {"value": 0.125, "low": 0.0, "high": 0.25, "hits": 1, "trials": 8, "animals": 8}
    assert report.cell(figure) == "12.5 % (0.0-25.0); 1/8"
    assert report.cell(None) == "-"


def test_a_run_writes_what_it_says(data, cattle, tmp_path):
    """One set is enough: groups, levels, matchers and processes are those of the command."""
    text = bench_accuracy.run([cattle], data, tmp_path, 0.01)
    assert text == (tmp_path / "report.md").read_text()
    written = json.loads((tmp_path / "report.json").read_text())
    assert all(f"\n| cattle | {level} | " in text for level in ALL_LEVELS)
    for entry in written["identification"]:
        assert report.cell(entry["figures"]["rank-1"]) in text
    found = {(e["group"], e["level"], e["shots"], e["matcher"]) for e in written["identification"]}
    assert {("test", level, shots, matcher) for level in ALL_LEVELS for shots in SHOTS for matcher in RECIPES} <= found
    assert {("test", level, max(SHOTS), NAME) for level in ALL_LEVELS} <= found
    assert {group for group, level, *_ in found if level == "rolled"} == {"test"}
    # The first recipe's threshold comes from the tune animal, so it has none where that is graded.
    first = {e["group"]: e["threshold"] for e in written["identification"] if e["matcher"] == FirstRecipe.name}
    assert first["all"] is None and first["test"] is not None
    plots = {f"cattle-{group}-{plot}.png" for group in ("test", "all") for plot in ("error", "scores", "quality")}
    assert {path.name for path in tmp_path.glob("*.png")} == plots


def test_one_set_is_measured_again_and_the_other_kept():
    def report(names, figure):
        keys = ("identification", "verification", "paired", "calibration", "discard")
        return {"sets": [{"name": n, "figure": figure} for n in names]} | {
            key: [{"set": name, "level": level, "figure": figure} for name in names for level in ("clean", "hard")]
            for key in keys
        }

    before = report(["cattle", "dogs"], "old")
    found = bench_accuracy.completed(report(["dogs"], "new"), before)
    assert [(each["name"], each["figure"]) for each in found["sets"]] == [("cattle", "old"), ("dogs", "new")]
    assert [(e["set"], e["level"], e["figure"]) for e in found["discard"]] == [
        ("cattle", "clean", "old"),
        ("cattle", "hard", "old"),
        ("dogs", "clean", "new"),
        ("dogs", "hard", "new"),
    ]
    assert found["kept"] == ["cattle"]
    assert bench_accuracy.completed(report(["dogs"], "new"), {})["kept"] == []


def test_the_first_recipes_threshold_is_that_of_the_report_before():
    rows = [("grooves-1", 6.5), ("first recipe", None), ("first recipe", 10.0)]
    before = {"identification": [{"matcher": matcher, "threshold": threshold} for matcher, threshold in rows]}
    assert bench_accuracy.first_threshold(before) == 10.0
    assert bench_accuracy.first_threshold({}) is None


def test_real_and_generated_noses_do_not_share_a_run(monkeypatch):
    for arguments in ([], ["folder", "--synthetic", "3"]):
        monkeypatch.setattr(sys, "argv", ["bench_accuracy", *arguments])
        with pytest.raises(SystemExit):
            bench_accuracy.main()
