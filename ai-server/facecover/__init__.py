"""Faces: photo -> faces, face -> expression, photo x emojis -> covered photo; emoji -> cut-out. A pure library.

OpenCV's and torch's thread counts are the process's business and left alone. Pictures are RGB. A Detector and a Reader
belong to one thread.
"""

from facecover.box import Box, Face
from facecover.choose import choose
from facecover.cover import cover
from facecover.cut_out import cut_out
from facecover.detect import Detector
from facecover.errors import CutOutError
from facecover.parameters import EXPRESSIONS, VERSION
from facecover.read import Reader
from facecover.weights import WeightsMissing

__all__ = [
    "EXPRESSIONS",
    "VERSION",
    "Box",
    "CutOutError",
    "Detector",
    "Face",
    "Reader",
    "WeightsMissing",
    "choose",
    "cover",
    "cut_out",
]
