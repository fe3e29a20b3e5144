"""The client is typed by what the API says of itself today."""

from pathlib import Path

from dev.stack import Stack
from dev.web import WEB, Client

COMMITTED = WEB / "src" / "api" / "schema.d.ts"
RENEW = "npm --prefix gateway/web run api -- 'http://127.0.0.1:8080/api/v1/schema/?format=json'"


def test_the_types_are_those_of_the_running_api(stack: Stack, tmp_path: Path) -> None:
    made = tmp_path / "schema.d.ts"
    Client().npm("run", "api", "--", f"{stack.url}/api/v1/schema/?format=json", str(made))
    assert made.read_text() == COMMITTED.read_text(), f"beside `make run`, renew the client's types: {RENEW}"
