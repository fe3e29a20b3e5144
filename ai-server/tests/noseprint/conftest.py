"""Prints of generated noses; real photos only where the folder NOSES is named."""

import os
from pathlib import Path

import pytest

import noseprint

from .captures import DOGS, SHOTS, template


@pytest.fixture(scope="session")
def templates() -> list[list[noseprint.Template]]:
    """SHOTS prints of each of DOGS dogs."""
    return [[template(dog, shot) for shot in range(SHOTS)] for dog in range(DOGS)]


@pytest.fixture(scope="session")
def real_noses() -> Path:
    """The folder of real photos that NOSES names; they are not redistributable, so most machines skip."""
    folder = os.environ.get("NOSES")
    if not folder:
        pytest.skip("NOSES does not name a folder of real photos")
    return Path(folder)
