"""The measurement of the locator."""

import sys

import cv2
import numpy as np
import pytest

from evaluation import locating, synthetic
from evaluation.locating import Case, iou, read_boxes, wilson
from noseprint import Assessment, Box

USABLE, UNUSABLE = Assessment(Box(0, 0, 1, 1), 80, (), "good"), Assessment(None, 0, ("no_nose",), "closer")


def test_iou():
    assert iou(Box(0, 0, 0.5, 0.5), Box(0, 0, 0.5, 0.5)) == pytest.approx(1)
    assert iou(Box(0, 0, 0.5, 0.5), Box(0.25, 0, 0.5, 0.5)) == pytest.approx(1 / 3)
    assert iou(Box(0, 0, 0.5, 0.5), Box(0.6, 0.6, 0.4, 0.4)) == 0


def test_the_interval_is_wilsons():
    """Against Brown, Cai and DasGupta 2001: no failure and one in twenty."""
    assert wilson(0, 20) == pytest.approx((0.0, 0.161), abs=1e-3)
    assert wilson(1, 20) == pytest.approx((0.0089, 0.2361), abs=1e-3)


def test_boxes_are_drawn_for_all_photos():
    boxes = read_boxes()
    assert sum(name.startswith("raw/") for name in boxes) == 19
    assert sum(name.startswith("scenes/") for name in boxes) == 25
    for box in boxes.values():
        assert 0 <= box.x < box.x + box.width <= 1 and 0 <= box.y < box.y + box.height <= 1


def test_a_wrong_box_is_not_found_and_counts_as_wrong_where_usable():
    right = Case("right", Box(0, 0, 0.4, 0.4), 100.0, Box(0, 0, 0.4, 0.4), USABLE)
    wrong = Case("wrong", Box(0, 0, 0.4, 0.4), 100.0, Box(0.5, 0.5, 0.4, 0.4), USABLE)
    missed = Case("missed", Box(0, 0, 0.4, 0.4), 100.0, None, UNUSABLE)
    found, misleading = locating.present_rows("photos", [right, wrong, missed])
    assert "1 / 3" in found and "mean IoU 0.33" in found
    assert "1 / 3" in misleading


def test_finds_without_a_nose_are_counted():
    nothing = Case("nothing", None, 0.0, None, UNUSABLE)
    something = Case("something", None, 0.0, Box(0, 0, 0.1, 0.1), UNUSABLE)
    found, usable = locating.absent_rows("things", [nothing, something, something])
    assert "2 / 3" in found and "0 / 3" in usable


def test_the_command_measures_a_folder(tmp_path, monkeypatch, capsys):
    shots = {"raw/a/01.png": (0, 0.7), "scenes/b/01.png": (1, 0.5), "scenes/c/01.png": (2, 0.09)}
    lines = ["file,x,y,width,height"]
    for name, (dog, scale) in shots.items():
        shot = synthetic.Nose(dog).shoot(0, scale=scale)
        write(tmp_path / name, shot.image)
        lines.append(",".join([name, *(f"{side:.3f}" for side in shot.box)]))
    write(tmp_path / "negatives/blank.jpg", np.full((120, 160, 3), 90, np.uint8))
    write(tmp_path / "dogs/d/01.png", synthetic.Nose(3).capture(0, scale=0.9))
    (tmp_path / "noses.csv").write_text("\n".join(lines))
    monkeypatch.setattr(locating, "BOXES", tmp_path / "noses.csv")
    monkeypatch.setattr(sys, "argv", ["locating", str(tmp_path), "--dogs", "1", "--each"])
    locating.main()
    printed = capsys.readouterr().out
    assert any(row.startswith("| raw: found") and "| 1 / 1 |" in row for row in printed.splitlines())
    assert any(
        row.startswith("| scenes, 60 px and wider: found") and "| 1 / 1 |" in row for row in printed.splitlines()
    )
    assert any(row.startswith("| scenes, under 60 px: found") and "/ 1 |" in row for row in printed.splitlines())
    assert any(row.startswith("| negatives: a nose found | 0 / 1 |") for row in printed.splitlines())
    assert any(row.startswith("| close-ups turned by -45: a nose found |") for row in printed.splitlines())
    assert "| close-ups turned by 0: a nose found | 1 / 1 |" in printed
    assert "raw/a/01.png: IoU 0." in printed


def write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image)
