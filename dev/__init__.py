"""Brings a whole private SavePets stack up on one machine (Linux): `python -m dev exec|run|demo`."""
