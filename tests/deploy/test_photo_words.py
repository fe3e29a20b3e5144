"""What the main server says that a photo or an emoji may be told is what the AI server can say of it."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np

from aiserver.http import FRAME_BYTES
from core.quality import ADVICE, NOSE_PHOTO_REASONS, PHOTO_REASONS
from core.schema import FRAME_KB
from emojis.cutout import REASONS as EMOJI_REASONS
from facecover.errors import Reason
from noseprint.parameters import REASONS
from noseprint.quality import Assessment, advise, no_nose

CONTRACT = Path(__file__).parents[1] / "contract"


def without_nose() -> list[Assessment]:
    """A frame that is dark, one that is bright, and one in between."""
    return [no_nose(np.full((120, 160, 3), light, np.uint8)) for light in (0, 255, 128)]


def test_reasons() -> None:
    said = {reason for assessment in without_nose() for reason in assessment.reasons} | set(REASONS)
    assert said == set(PHOTO_REASONS)


def test_advice() -> None:
    worst = [dict.fromkeys(REASONS, 1.0) | {reason: grade} for reason, grade in product(REASONS, (0.0, 1.0))]
    said = {advise(grades) for grades in worst} | {assessment.advice for assessment in without_nose()}
    assert said == set(ADVICE)


def test_reasons_on_the_wire() -> None:
    schema = json.loads((CONTRACT / "schemas" / "job_finished.json").read_text())
    said = {frozenset(reasons) for reasons in reasons_in(schema)}
    assert said == {frozenset(NOSE_PHOTO_REASONS), frozenset(EMOJI_REASONS)}


def test_reasons_of_emojis() -> None:
    assert set(EMOJI_REASONS) == set(get_args(Reason))


def reasons_in(schema: Any) -> Iterator[list[str]]:
    if isinstance(schema, dict):
        if "reasons" in schema:
            yield schema["reasons"]["items"]["enum"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for item in schema:
            yield from reasons_in(item)


def test_frame_size() -> None:
    assert FRAME_KB << 10 == FRAME_BYTES
