"""The built web client that a stack of the tests serves."""

import shutil
from pathlib import Path

import pytest

from dev.web import DIST


def copy_of_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it is built now: what is built meanwhile does not change what is tested. (Without a build: no folder.)"""
    folder = tmp_path_factory.mktemp("client") / "dist"
    if DIST.exists():
        shutil.copytree(DIST, folder)
    return folder
