"""The training of the network that finds noses."""

import numpy as np
import torch
from safetensors.torch import save_file

from evaluation import train_locator
from evaluation.synthetic import Nose
from evaluation.synthetic.scenes import draw_scene
from evaluation.train_locator import folded, gathered, loss_of, recolour, train, unfolded
from noseprint.locator import BOX_UNIT, STRIDE, Network

LABEL = np.array([0.2, 0.3, 0.4, 0.2, 0.3, 0.4, 0.5, 0.42, 0.1, -0.2, 1.0], np.float32)


def test_recoloured_pictures_stay_pictures():
    pictures = torch.rand(6, 3, 16, 16)
    changed = recolour(pictures, np.random.default_rng(0))
    assert changed.shape == pictures.shape and changed.min() >= 0 and changed.max() <= 1
    assert (changed - pictures).abs().mean() > 0.02


def test_the_loss_is_least_for_the_truth():
    label = torch.from_numpy(LABEL)[None]
    side, cells = 128, 16
    maps = torch.full((1, 11, cells, cells), 0.0)
    maps[:, 0] = -12
    x, y, w, h = (LABEL[:4] * side).tolist()
    column, row = int((x + w / 2) / STRIDE), int((y + h / 2) / STRIDE)
    for r in range(cells):
        for c in range(cells):
            cx, cy = (c + 0.5) * STRIDE, (r + 0.5) * STRIDE
            sides = torch.tensor([cx - x, cy - y, x + w - cx, y + h - cy]).clamp(min=0.5)
            maps[0, 1:5, r, c] = torch.log(sides / BOX_UNIT)
            places = [side * LABEL[4 + k] - (cx, cy)[k % 2] for k in range(4)]
            maps[0, 5:9, r, c] = torch.tensor(places) / ((w + h) / 2)
            maps[0, 9:11, r, c] = label[0, 8:10]
    unseen = loss_of(maps, label)
    maps[0, 0, row, column] = 12
    right = loss_of(maps, label)
    assert right < 0.05 < 5 < unseen
    shifted = maps.clone()
    shifted[:, 1] += 0.5
    assert loss_of(shifted, label) > right + 0.1


def test_nothing_is_asked_where_too_little_is_seen():
    little = torch.from_numpy(LABEL)[None].clone()
    little[0, 10] = 0.2
    maps = torch.full((1, 11, 16, 16), -12.0)
    assert loss_of(maps, little) < 0.05


def test_training_learns_and_folds(monkeypatch, tmp_path):
    monkeypatch.setattr(train_locator, "BATCH", 8)
    nose = Nose(61)
    scenes = gathered([draw_scene(seed, nose, train_locator.SIDE) for seed in range(16)])
    pictures, truth = next(train_locator.batches(scenes, 99))
    torch.manual_seed(0)
    model = train(scenes, 6, Network(norm=True))
    fresh = Network(norm=True).eval()
    assert loss_of(model.eval()(pictures), truth) < 0.8 * loss_of(fresh(pictures), truth)
    before = model(pictures)
    file = tmp_path / "weights.safetensors"
    save_file(folded(model), file)
    assert torch.allclose(unfolded(file)(pictures), before, atol=0.1)
