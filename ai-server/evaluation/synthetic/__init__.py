"""Generated dog noses: every identity and every photo of it follows from integer seeds.

    from evaluation import synthetic
    nose = synthetic.Nose(7)                              # one dog
    photo = nose.capture(1, width=640)                    # uint8[480, 640, 3] BGR, as an owner would take it
    query = nose.capture(2, preset="finder", roll=20.0)   # as a finder would take it, one knob fixed

The skin is a jittered Voronoi of domed cells on a modelled rhinarium (the polygons of real noses come from
mechanical folding, for which such a mosaic is a good likeness); it is rendered once per identity as a map of
surface normals and shaded anew in every capture. numpy and OpenCV only.
"""

from .absent import no_nose
from .knobs import PRESETS, Knobs, draw_knobs
from .nose import Nose, Shot

__all__ = ["PRESETS", "Knobs", "Nose", "Shot", "draw_knobs", "no_nose"]
