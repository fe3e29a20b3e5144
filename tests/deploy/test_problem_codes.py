"""Whoever answers with a problem, its code is one of the main server's table, which has a page for each."""

import re
from pathlib import Path

from aiserver.problems import PROBLEMS
from core.problems import CODES

TEMPLATE = (Path(__file__).parents[2] / "gateway" / "templates" / "http" / "problems.conf.template").read_text()


def block(name: str) -> str:
    return re.search(rf"^map \S+ \${name} {{\n(.*?)^}}", TEMPLATE, re.DOTALL | re.MULTILINE)[1]


def test_of_the_gateway() -> None:
    codes = dict(re.findall(r"^    (default|\d+) (\w+);", block("problem_code"), re.MULTILINE))
    codes["400"] = codes.pop("default")
    assert len(codes) > 10
    assert {code: CODES[code].status for code in codes.values()} == {code: int(s) for s, code in codes.items()}


def test_of_the_ai_server() -> None:
    assert {code: CODES[code].status for code in PROBLEMS} == {code: entry[0] for code, entry in PROBLEMS.items()}
