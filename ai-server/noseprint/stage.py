"""Whoever wants to know how long the stages of the recipe take hands in what times them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

Stage = Callable[[str], AbstractContextManager[object]]  # times what is done in it; nullcontext does not
