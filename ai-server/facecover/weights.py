"""Where the trained weights lie: in the wheels that carry them, whose code is not imported."""

from importlib.util import find_spec
from pathlib import Path


class WeightsMissing(RuntimeError):
    """A package that carries weights is not installed, or not with the file that is looked for."""


def find_weights(package: str, file: str) -> Path:
    """Return the path of `file` in the folder of an installed package. Raises WeightsMissing."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / file
        if path.is_file():
            return path
    raise WeightsMissing(
        f"no {file} in the package {package}: install it with --no-deps, as ai-server/weights.txt names it"
    )
