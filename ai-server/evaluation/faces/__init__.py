"""Scenes with people whose faces are known, made from public-domain portraits."""

from evaluation.faces.portraits import Head, Portrait, astronaut, read_portraits
from evaluation.faces.scenes import Scene, Truth, compose, group

__all__ = ["Head", "Portrait", "Scene", "Truth", "astronaut", "compose", "group", "read_portraits"]
