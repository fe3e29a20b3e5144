"""Nose prints: photo -> Template, Template x Template -> Comparison -> Decision. A pure library without state.

OpenCV's and torch's thread counts are the process's business and left alone; results do not depend on them.
"""

from noseprint.compare import Comparison, Correspondences, Matcher, compare, verify
from noseprint.decide import Decision, decide, same_dog
from noseprint.errors import IncompatibleTemplate, NoNose
from noseprint.extract import extract
from noseprint.geometry import Box
from noseprint.link import link
from noseprint.parameters import VECTOR_SIZE, VERSION
from noseprint.quality import Assessment, assess
from noseprint.sketch import prefer, sketch
from noseprint.stage import Stage
from noseprint.template import Template
from noseprint.tnorm import t_norm

__all__ = [
    "VECTOR_SIZE",
    "VERSION",
    "Assessment",
    "Box",
    "Comparison",
    "Correspondences",
    "Decision",
    "IncompatibleTemplate",
    "Matcher",
    "NoNose",
    "Stage",
    "Template",
    "assess",
    "compare",
    "decide",
    "extract",
    "link",
    "prefer",
    "same_dog",
    "sketch",
    "t_norm",
    "verify",
]
