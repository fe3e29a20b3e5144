"""Each part names the expressions by itself; they are the same seven, in the same order."""

import json
from pathlib import Path

import pytest

import facecover
from aiserver import messages
from emojis import expressions

SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parent / "schemas").glob("*.json")}


def of_the_contract() -> list[list[str]]:
    """Every list of expressions that the schemas have."""
    found = []

    def look(node: object) -> None:
        if isinstance(node, dict):
            names = node.get("required") or [name for name in node.get("enum", ()) if name is not None]
            found.extend([names] if "surprise" in names else [])
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            look(inner)

    look(list(SCHEMAS.values()))
    return found


@pytest.mark.parametrize("names", [messages.EXPRESSIONS, facecover.EXPRESSIONS, expressions.EXPRESSIONS])
def test_are_those_of_the_contract(names: tuple[str, ...]) -> None:
    lists = of_the_contract()
    assert len(lists) >= 8 and all(tuple(found) == tuple(names) for found in lists)
