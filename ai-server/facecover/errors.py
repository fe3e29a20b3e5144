"""What callers may have to handle."""

from typing import Literal

Reason = Literal["too_small", "transparent", "nothing_left"]


class CutOutError(ValueError):
    """No emoji can be made of the picture.

    reason: too_small: the picture, or what it shows, has too few pixels; transparent: nothing in it is opaque;
    nothing_left: it is all background.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
