"""Train the network that finds noses, on generated scenes only.

    python -m evaluation.train_locator [--scenes 12000] [--epochs 12] [--cache FILE]
    python -m evaluation.train_locator --resume --epochs 24 --rate 1.5e-3 --seed 2 [--cache FILE]

Scenes are drawn once (`evaluation.synthetic.scenes`); each epoch sees other views of them (`evaluation.views`), in
other colours. Writes noseprint/locator.safetensors (float16, batch normalisation folded in).
"""

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import cv2
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from evaluation.synthetic.nose import Nose
from evaluation.synthetic.scenes import OUTLINE, Scene, draw_scene
from evaluation.views import SIDE, view
from noseprint.locator import BOX_UNIT, STRIDE, WEIGHTS, Network

SEED_OFFSET = 2_000_000  # identities of training never meet those of tests and benchmarks
SCENES_PER_NOSE = 50
PRESENT = 0.7
BATCH = 32
RATE = 3e-3
SMALLEST = 7.0  # px of a nose in what the network sees; smaller ones are neither asked for nor denied
SEEN = 0.4  # part of a nose that must be in the frame, likewise


class Scenes(NamedTuple):
    """uint8[N, SIDE, SIDE, 3]; float32[N, OUTLINE + 2, 2]: outline and nostrils in px (NaN: no nose); facing [N, 2]."""

    images: np.ndarray
    points: np.ndarray
    facing: np.ndarray


def draw_noses_scenes(number: int) -> Scenes:
    """Return the scenes of one identity."""
    cv2.setNumThreads(1)
    nose, first = Nose(SEED_OFFSET + number), SEED_OFFSET + number * SCENES_PER_NOSE
    return gathered([draw_scene(first + k, nose, SIDE, k % 10 < 10 * PRESENT) for k in range(SCENES_PER_NOSE)])


def gathered(scenes: list[Scene]) -> Scenes:
    """Return scenes SIDE px wide as arrays."""
    nothing = np.full((OUTLINE, 2), np.nan, np.float32)
    points = [
        np.vstack([nothing if s.outline is None else s.outline, np.reshape(s.nostrils, (2, 2))]) * SIDE for s in scenes
    ]
    facing = np.array([scene.facing for scene in scenes], np.float32)
    return Scenes(np.array([scene.image for scene in scenes]), np.array(points, np.float32), facing)


def draw_scenes(count: int, workers: int) -> Scenes:
    """Return at least `count` scenes."""
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(draw_noses_scenes, range(-(-count // SCENES_PER_NOSE))))
    return Scenes(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def batches(scenes: Scenes, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield (pictures float32[BATCH, 3, VIEW, VIEW] in 0..1, labels float32[BATCH, 11]) of one epoch, made ahead."""
    order = np.random.default_rng(seed).permutation(len(scenes.images))
    chunks = [order[k : k + BATCH] for k in range(0, len(order) - BATCH + 1, BATCH)]

    def make(number: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng((seed, number))
        pairs = [view(rng, *(array[k] for array in scenes)) for k in chunks[number]]
        pictures, labels = (torch.from_numpy(np.stack(parts)) for parts in zip(*pairs, strict=True))
        return recolour(pictures.permute(0, 3, 1, 2).float() / 255, rng), labels

    with ThreadPoolExecutor(1) as ahead:
        waiting = ahead.submit(make, 0)
        for number in range(len(chunks)):
            ready = waiting
            if number + 1 < len(chunks):
                waiting = ahead.submit(make, number + 1)
            yield ready.result()


def recolour(pictures: Tensor, rng: np.random.Generator) -> Tensor:
    """Return the pictures with other light, tint, contrast, saturation and grain, some of them grey."""

    def drawn(low: float, high: float, channels: int = 1) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (len(pictures), channels, 1, 1)).astype(np.float32))

    grey = pictures.mean(1, keepdim=True)
    pictures = grey + (pictures - grey) * drawn(0.0, 1.6) * (drawn(0, 1) > 0.08)
    pictures = pictures.clamp(0, 1) ** (2 ** drawn(-0.7, 0.7)) * (2 ** drawn(-0.7, 0.35)) * drawn(0.88, 1.12, 3)
    pictures = pictures * drawn(0.7, 1.0) + drawn(0.0, 0.2) * (drawn(0, 1) < 0.3)
    grain = torch.from_numpy(rng.standard_normal(tuple(pictures.shape), dtype=np.float32))
    return (pictures + grain * drawn(0, 0.04)).clamp(0, 1)


def loss_of(maps: Tensor, labels: Tensor) -> Tensor:
    """Return the loss of float32[N, MAPS, h, w] against float32[N, 11]: focal for centres, IoU and L1 for the rest."""
    side = maps.shape[2] * STRIDE
    cells = (torch.arange(maps.shape[2]) + 0.5) * STRIDE
    y, x = cells[None, :, None], cells[None, None, :]
    left, top, width, height = (side * labels[:, k, None, None] for k in range(4))
    size = (width + height) / 2
    sigma = 0.14 * size + 0.35 * STRIDE
    distance = (x - left - width / 2) ** 2 + (y - top - height / 2) ** 2
    bell = torch.exp(-distance / (2 * sigma**2)) * (width > 0)
    asked = (width > SMALLEST) & (height > 0.6 * SMALLEST) & (labels[:, 10, None, None] > SEEN)
    nearest = asked & (distance == distance.amin((1, 2), keepdim=True))
    certain = torch.where(asked, torch.ones_like(bell), (bell < 0.02).float())
    logit = maps[:, 0]
    share = torch.sigmoid(logit)
    present = -functional.logsigmoid(logit) * (1 - share) ** 2 * nearest
    nothing = -functional.logsigmoid(-logit) * share**2 * (1 - bell) ** 4 * ~nearest * certain
    centre = (present.sum() + nothing.sum()) / max(1.0, float(nearest.sum()))
    weight = bell * (bell > 0.4) * asked
    weight = weight / weight.sum().clamp(min=1e-6)
    truth = torch.stack(torch.broadcast_tensors(x - left, y - top, left + width - x, top + height - y), 1)
    box = (box_loss(maps[:, 1:5], truth.clamp(min=0.5)) * weight).sum()
    parts = torch.broadcast_tensors(*(side * labels[:, 4 + k, None, None] - (x, y)[k % 2] for k in range(4)))
    places = torch.stack(parts, 1) / size.clamp(min=1)[:, None]
    nostrils = ((maps[:, 5:9] - places).abs().mean(1) * weight).sum()
    facing = ((maps[:, 9:11] - labels[:, 8:10, None, None]).square().sum(1) * weight).sum()
    return centre + 2 * box + 2 * nostrils + 4 * facing


def box_loss(maps: Tensor, truth: Tensor) -> Tensor:
    """Return float32[N, h, w]: 1 - IoU, and the error of the logarithms."""
    logs = maps.clamp(-4.0, 3.0)
    found = BOX_UNIT * torch.exp(logs)
    smaller = torch.minimum(found, truth)
    common = (smaller[:, 0] + smaller[:, 2]) * (smaller[:, 1] + smaller[:, 3])
    areas = [(sides[:, 0] + sides[:, 2]) * (sides[:, 1] + sides[:, 3]) for sides in (found, truth)]
    return 1 - common / (areas[0] + areas[1] - common) + 0.5 * (maps - torch.log(truth / BOX_UNIT)).abs().mean(1)


def train(scenes: Scenes, epochs: int, model: Network, rate: float = RATE, seed: int = 0) -> Network:
    """Return the model after `epochs` of other views each; `rate` is the highest of the schedule."""
    model.train()
    optimiser = torch.optim.AdamW(model.parameters(), rate, weight_decay=1e-4)
    steps = epochs * (len(scenes.images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        begun, losses = monotonic(), []
        for pictures, labels in batches(scenes, 1000 * seed + epoch):
            loss = loss_of(model(pictures), labels)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"epoch {epoch}: loss {np.mean(losses):.3f}, {monotonic() - begun:.0f} s", flush=True)
    return model


def folded(model: Network) -> dict[str, Tensor]:
    """Return the weights of a Network without normalisation that computes the same, float16."""
    model.eval()
    for module in list(model.modules()):
        if isinstance(module, nn.Sequential) and len(module) == 3 and isinstance(module[1], nn.BatchNorm2d):
            module[0], module[1] = fuse_conv_bn_eval(module[0], module[1]), nn.Identity()
    return {name: weight.half().contiguous() for name, weight in model.state_dict().items()}


def unfolded(file: Path) -> Network:
    """Return the network of these weights; it goes on learning without batch normalisation."""
    model = Network()
    model.load_state_dict({name: weight.float() for name, weight in load_file(file).items()})
    return model


def main() -> None:
    """Draw, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=12_000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--cache", type=Path, help=".npz: scenes are read from it, or drawn and written to it")
    parser.add_argument("--resume", action="store_true", help="go on from the weights that ship")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.cache and options.cache.exists():
        with np.load(options.cache) as kept:
            scenes = Scenes(*(kept[name] for name in Scenes._fields))
    else:
        scenes = draw_scenes(options.scenes, options.threads)
        if options.cache:
            np.savez(options.cache, **scenes._asdict())
    torch.manual_seed(options.seed)
    start = unfolded(WEIGHTS) if options.resume else Network(norm=True)
    model = train(scenes, options.epochs, start, options.rate, options.seed)
    save_file(folded(model), options.out)
    print(f"{len(scenes.images)} scenes -> {options.out}")


if __name__ == "__main__":
    main()
