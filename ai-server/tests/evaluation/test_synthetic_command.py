"""The command line of the generated noses."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from evaluation import synthetic
from evaluation.synthetic.__main__ import main


def test_write_makes_one_folder_per_dog(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["write", str(tmp_path), "--dogs", "2", "--shots", "3", "--seed", "7", "--width", "160"]
    assert main(arguments) == 0
    written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jpg"))
    assert written == [f"dog-{dog:04d}/{shot:02d}.jpg" for dog in (7, 8) for shot in (1, 2, 3)]
    assert "6 photos of 2 dogs" in capsys.readouterr().out


def test_written_photos_are_the_captures_of_their_seeds(tmp_path: Path) -> None:
    main(["write", str(tmp_path), "--dogs", "1", "--shots", "1", "--seed", "7", "--width", "160"])
    assert np.array_equal(cv2.imread(str(tmp_path / "dog-0007/01.jpg")), synthetic.Nose(7).capture(1, 160))


def test_the_manifest_names_every_photo_and_its_nose(tmp_path: Path) -> None:
    main(["write", str(tmp_path), "--dogs", "1", "--shots", "2", "--seed", "7", "--width", "160"])
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["file"] for row in rows] == ["dog-0007/01.jpg", "dog-0007/02.jpg"]
    expected = synthetic.Nose(7).shoot(2, 160).box
    assert [float(rows[1][name]) for name in ("x", "y", "width", "height")] == pytest.approx(expected, abs=1e-4)


def test_the_sheet_shows_real_photos_beneath_the_generated(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    cv2.imwrite(str(real / "one.png"), np.full((90, 120, 3), 200, np.uint8))
    main(["sheet", str(tmp_path / "alone.png"), "--dogs", "1"])
    main(["sheet", str(tmp_path / "beside.png"), "--dogs", "1", "--real", str(real)])
    alone, beside = (cv2.imread(str(tmp_path / name)) for name in ("alone.png", "beside.png"))
    assert np.array_equal(beside[: len(alone)], alone)
    assert beside[len(alone) :, :480].min() == 200


def test_bench_reports_both_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    threads = cv2.getNumThreads()
    assert main(["bench", "--captures", "2"]) == 0
    report = capsys.readouterr().out
    assert "640 px" in report
    assert "128 px" in report
    assert cv2.getNumThreads() == threads


@pytest.mark.parametrize("arguments", [["write"], ["write", "x", "--dogs", "0"], ["paint"]])
def test_wrong_arguments_end_with_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
