"""Which device the matcher runs on, and how many threads the vision libraries may use."""

import cv2
import torch

from aiserver.config import ConfigurationError, Device


def limit_threads() -> None:
    """Our own threads are the parallelism; must run before any torch work."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)


def choose(wanted: Device) -> str:
    """The torch device: cpu or cuda. Raises ConfigurationError when CUDA is asked for and absent."""
    has_cuda = torch.cuda.is_available()
    if wanted is Device.CUDA and not has_cuda:
        raise ConfigurationError("AI_DEVICE is cuda, but torch finds no CUDA device")
    return "cuda" if has_cuda and wanted is not Device.CPU else "cpu"
