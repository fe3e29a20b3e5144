"""Values that lie in files, as orchestrators hand out secrets: `MAIN_X_FILE` names the file that holds `MAIN_X`."""

from collections.abc import Mapping
from pathlib import Path


def given(variables: Mapping[str, str], name: str) -> str:
    """The variable's value, or its file's, without white space around it; empty = not set. Raises ValueError."""
    text, path = (variables.get(key, "").strip() for key in (name, f"{name}_FILE"))
    if text and path:
        raise ValueError(f"and {name}_FILE are both set")
    return _content(path) if path else text


def _content(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ValueError(f"cannot be read from {path}: {reason}") from None
