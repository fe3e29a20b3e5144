"""An optional way to cut out emojis: rembg, with a model file that the operator has. Nothing is ever downloaded.

rembg fetches its models from the internet when it does not find them; here the file's path takes the place of that
step. Which network it holds goes by its name. rembg's default, bria-rmbg, is not among them: commercial use of it must
be paid for.
"""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiserver.config import ConfigurationError

Image = NDArray[np.uint8]
Segment = Callable[[Image], Image]

VARIABLE = "AI_REMBG_MODEL"
MODELS = ("u2netp", "u2net", "silueta", "isnet-general-use")
TRIAL_SIDE = 64  # px


def open_segmenter(path: Path) -> Segment:
    """Return a function uint8[H, W, 3] RGB -> uint8[H, W] alpha of the subject; any thread may call it.

    It has been tried once. Raises ConfigurationError.
    """
    if path.suffix != ".onnx" or path.stem not in MODELS:
        names = ", ".join(f"{name}.onnx" for name in MODELS)
        raise ConfigurationError(f"{VARIABLE} is wrong: expected a file named as one of {names}")
    if not path.is_file():
        raise ConfigurationError(f"{VARIABLE} is wrong: there is no file {path}")
    kind = _session_class(path.stem)
    try:
        segment = _segment_with(_open(kind, path))
        segment(np.full((TRIAL_SIDE, TRIAL_SIDE, 3), 128, np.uint8))
    except Exception as error:  # onnxruntime's own, of many kinds
        raise ConfigurationError(f"{VARIABLE} is wrong: {path} holds no model that rembg can run") from error
    return segment


def _session_class(name: str) -> Any:
    """Return rembg's class of a network's sessions, without running `rembg/__init__.py`.

    That compiles what it would matte edges with: up to minutes, at each start where it cannot store the outcome.
    """
    try:
        spec = importlib.util.find_spec("rembg")
        if spec is not None and "rembg" not in sys.modules:
            sys.modules["rembg"] = importlib.util.module_from_spec(spec)
        from rembg.sessions import sessions
    except (ImportError, ValueError):  # the latter from find_spec, of a module that is there in name only
        raise ConfigurationError(
            f"{VARIABLE} is set, but rembg is not installed: pip install 'rembg[cpu]==2.0.86'"
        ) from None
    return sessions[name]


def _open(kind: Any, path: Path) -> Any:
    """Return rembg's session of a class, on one thread of the CPU, with the model at `path`."""
    import onnxruntime

    class Local(kind):
        @classmethod
        def download_models(cls, *arguments: Any, **options: Any) -> str:
            return str(path)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # our own threads are the parallelism
    options.log_severity_level = 4  # what is wrong is raised, too
    return Local(path.stem, options, providers=["CPUExecutionProvider"])


def _segment_with(session: Any) -> Segment:
    from PIL import Image as Pictures

    def segment(picture: Image) -> Image:
        with np.errstate(divide="ignore", invalid="ignore"):  # rembg stretches the answer, even of one value only
            (mask,) = session.predict(Pictures.fromarray(picture))
        return np.asarray(mask, np.uint8)

    return segment
