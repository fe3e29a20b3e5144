"""Prints of generated dogs, really extracted, made on all cores and kept, since five photos a dog take a second."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import torch

import noseprint
from evaluation import synthetic

FIRST_SEED = 100_000  # of the registered dogs; no test and no training of the shortlist's vector uses these
PHOTOS = 5
WIDTH = 480  # px; the nose is wider than the 240 px that prints are made from
PROBES = 3


def folder_for(parent: Path) -> Path:
    """Where prints of this library and generator are kept: named by VERSION and by what both make of three photos."""
    one_thread()
    digest = sha256()
    for seed in range(PROBES):
        digest.update(noseprint.extract(synthetic.Nose(seed).capture(seed, WIDTH)).to_bytes())
    return parent / f"{noseprint.VERSION}-{digest.hexdigest()[:12]}"


def make(dogs: int, folder: Path, seconds: float) -> list[Path]:
    """Make what is missing of the first `dogs` files, until the time is up; return those that exist, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{FIRST_SEED + number}.npz" for number in range(dogs)]
    missing = [file for file in files if not file.exists()]
    deadline = time.monotonic() + seconds
    with processes() as pool:
        for _ in pool.map(partial(_make_one, deadline=deadline), missing):
            pass
    return [file for file in files if file.exists()]


def load(file: Path) -> list[noseprint.Template]:
    with np.load(file) as stored:
        return [noseprint.Template.from_bytes(stored[name].tobytes()) for name in stored.files]


def seed_of(file: Path) -> int:
    return int(file.stem)


def processes() -> ProcessPoolExecutor:
    """One for each core; started anew, since a fork of a process with threads may hang."""
    return ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=one_thread)


def one_thread() -> None:
    """The processes are the parallelism."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


def _make_one(file: Path, deadline: float) -> None:
    if time.monotonic() > deadline:
        return
    prints = list(islice(_usable_prints(synthetic.Nose(seed_of(file))), PHOTOS))
    draft = file.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as stream:
        np.savez(stream, *(np.frombuffer(template.to_bytes(), np.uint8) for template in prints))
    draft.replace(file)


def _usable_prints(nose: synthetic.Nose) -> Iterator[noseprint.Template]:
    """Of the photos that a registration would accept."""
    for shot in range(4 * PHOTOS):
        image = nose.capture(shot, WIDTH)
        assessment = noseprint.assess(image)
        if assessment.usable:
            yield noseprint.extract(image, assessment)
