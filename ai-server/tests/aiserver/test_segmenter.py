"""rembg: what is wrong is told at boot; where it is installed, a model of the operator's cuts out, offline."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import facecover
from aiserver.config import ConfigurationError
from aiserver.segmenter import open_segmenter

INSTALLED = all(importlib.util.find_spec(name) for name in ("rembg", "onnxruntime"))


def write_model(path: Path) -> Path:
    """A network as U2-Net's to look at, 1x3x320x320 -> 1x1x320x320, that calls what is red the subject."""
    onnx = pytest.importorskip("onnx", reason="writing a model takes the package onnx")
    red = onnx.numpy_helper.from_array(np.array([4, -2, -2], np.float32).reshape(1, 3, 1, 1), "red")
    infos = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, channels, 320, 320])
        for name, channels in (("input", 3), ("mask", 1))
    ]
    nodes = [
        onnx.helper.make_node("Conv", ["input", "red"], ["redness"]),
        onnx.helper.make_node("Sigmoid", ["redness"], ["mask"]),
    ]
    graph = onnx.helper.make_graph(nodes, "redness", infos[:1], infos[1:], [red])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def red_disc() -> np.ndarray:
    """uint8[200, 200, 3] RGB: a red disc before many greens and blues."""
    picture = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    picture[..., 0] = 20
    y, x = np.mgrid[:200, :200]
    picture[np.hypot(x - 100, y - 100) < 60] = (230, 20, 20)
    return picture


@pytest.mark.parametrize("name", ["bria-rmbg.onnx", "model.onnx", "u2netp.pth", "u2netp"])
def test_the_name_of_the_file_tells_the_network(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ConfigurationError, match=r"^AI_REMBG_MODEL is wrong: expected a file named .*u2netp\.onnx"):
        open_segmenter(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigurationError, match=r"^AI_REMBG_MODEL is wrong: there is no file .*u2net\.onnx$"):
        open_segmenter(tmp_path / "u2net.onnx")


@pytest.mark.parametrize("missing", ["rembg", "onnxruntime"])
def test_without_rembg_one_line_says_so(tmp_path, missing):
    """In a process of its own, which has loaded neither."""
    (tmp_path / "u2netp.onnx").write_bytes(b"")
    code = f"""if True:
        import sys
        from pathlib import Path
        from aiserver.config import ConfigurationError
        from aiserver.segmenter import open_segmenter
        sys.modules[{missing!r}] = None
        try:
            open_segmenter(Path({str(tmp_path / "u2netp.onnx")!r}))
        except ConfigurationError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == "AI_REMBG_MODEL is set, but rembg is not installed: pip install 'rembg[cpu]==2.0.86'\n", (
        done.stderr
    )


@pytest.mark.skipif(not INSTALLED, reason="rembg, which is optional, is not installed")
class TestInstalled:
    @pytest.mark.parametrize("name", ["u2netp", "u2net", "silueta"])
    def test_the_operators_model_says_what_is_subject(self, tmp_path, name, monkeypatch):
        import pooch

        monkeypatch.setattr(pooch, "retrieve", lambda *args, **options: pytest.fail("it wants to download"))
        segment = open_segmenter(write_model(tmp_path / f"{name}.onnx"))
        picture = red_disc()
        alpha = segment(picture)
        assert (alpha.shape, alpha.dtype) == ((200, 200), np.uint8)
        assert alpha[100, 100] > 230 and alpha[5, 5] < 40
        emoji, method = facecover.cut_out(picture, segment)
        assert method == "rembg"
        assert emoji[256, 256, 3] == 255 and emoji[5, 5, 3] < 10

    @pytest.mark.parametrize("content", [b"", b"not a model"])
    def test_a_file_that_holds_no_model(self, tmp_path, content):
        path = tmp_path / "u2netp.onnx"
        path.write_bytes(content)
        with pytest.raises(
            ConfigurationError, match=r"^AI_REMBG_MODEL is wrong: .* holds no model that rembg can run$"
        ):
            open_segmenter(path)

    def test_a_model_of_another_size_is_refused_at_once(self, tmp_path):
        path = write_model(tmp_path / "isnet-general-use.onnx")  # which takes 1024 px
        with pytest.raises(ConfigurationError, match="holds no model"):
            open_segmenter(path)
