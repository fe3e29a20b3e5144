"""The benchmark of faces, on scenes of one person and a folder laid out like the real one."""

import cv2
import numpy as np
import pytest

from evaluation import bench_faces
from evaluation.faces import astronaut, compose, groups
from evaluation.faces.portraits import ASTRONAUT
from evaluation.synthetic import Nose
from facecover import Face


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """faces/ with the astronaut, noses/ with one generated nose in each set, and one person among the negatives."""
    folder = tmp_path_factory.mktemp("data")
    write(folder / "faces" / ASTRONAUT, astronaut().image[..., ::-1])
    (folder / "faces" / "manifest.csv").write_text(f"path,expected_emotion\n{ASTRONAUT},happy\n")
    nose = Nose(1).capture(1, width=320)
    for name in ("scenes/dog/01.jpg", "raw/dog/01.jpg", "dogs/dog/01.jpg", "negatives/x-01.jpg"):
        write(folder / "noses" / name, nose)
    write(folder / "noses" / "negatives/x-27.jpg", astronaut().image[..., ::-1])
    return folder


def write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image)


def row(lines, name):
    return next(
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith(f"| {name} |")
    )


def test_everything_is_measured(data):
    lines = list(bench_faces.report(data, scenes=1, noses=1, runs=1, each=True))
    found, sought = map(int, row(lines, "2% and more")[1].split("/"))
    assert found == sought > 10
    assert row(lines, "real: negatives")[1:3] == ["1", "0"]  # the person is not in the row of nobody
    assert row(lines, "45%")[1:] == ["1", "1", "1", "1"]  # the astronaut, cut at each side
    assert row(lines, "real: negatives, cut at each side")[1:3] == ["16", "0"]
    assert row(lines, "happy")[1] == "1 / 1"
    assert row(lines, "all, unsure is neutral")[1] == "1 / 1"
    assert any("1280 x 960 px, 4 faces" in line for line in lines)


@pytest.mark.parametrize("part", ["", "faces"])
def test_a_folder_is_recognised(data, part):
    faces, noses = bench_faces.folders(data / part)
    assert faces == data / "faces"
    assert noses == (None if part else data / "noses")


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="neither"):
        bench_faces.folders(tmp_path)


def test_an_interval_of_the_median_holds_the_median():
    cells = bench_faces.timing("all", [float(value) for value in range(1, 102)]).split("|")
    assert (cells[3].strip(), cells[4].strip()) == ("51 ms", "41-62 ms")


def test_finds_are_given_to_faces_once():
    scene = compose(1, astronaut(), [(100, 100, 60), (300, 100, 60)], (200, 400))
    first = Face(scene.faces[0].box, 0.0, 0.9)
    figures = groups.Figures([], [])
    groups.add(figures, scene, [first, Face(scene.faces[0].box, 0.0, 0.7)])
    assert [face.found for face in figures.sought] == [True, False]
    assert figures.false == [0.7]


def test_scenes_follow_from_their_number_and_hold_faces_of_all_sizes():
    scene, again = groups.one(3, [astronaut()]), groups.one(3, [astronaut()])
    assert np.array_equal(scene.image, again.image)
    sizes = sorted(face.size(scene.image) for face in scene.faces)
    assert sizes[0] < 0.01 and sizes[-1] > 0.1
    for face in scene.faces:
        assert 0 < face.box.x < face.box.x + face.box.width < 1
        assert 0 < face.box.y < face.box.y + face.box.height < 1
