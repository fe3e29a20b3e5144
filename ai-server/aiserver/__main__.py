"""`python -m aiserver`: one AI process; `python -m aiserver migrate`: bring its database up to date."""

import argparse
import sys

import psycopg

from aiserver import config, logs
from aiserver.config import ConfigurationError, Settings
from gallery import SchemaOutdated, migrate

WRONG_CONFIGURATION = 2


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m aiserver", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["serve", "migrate"], default="serve")
    command = parser.parse_args(arguments).command
    try:
        return _migrate() if command == "migrate" else _serve()
    except ConfigurationError as error:
        print(f"aiserver: {error}", file=sys.stderr)
        return WRONG_CONFIGURATION


def _migrate() -> int:
    try:
        applied = migrate(config.database_url())
    except (psycopg.Error, SchemaOutdated) as error:
        print(f"aiserver: cannot migrate: {error}", file=sys.stderr)
        return 1
    print("\n".join(f"applied {name}" for name in applied) or "nothing to apply")
    return 0


def _serve() -> int:
    settings = Settings.from_environment()  # before torch is loaded: a wrong variable is told at once
    logs.set_up()
    from aiserver import process

    return process.run(settings)


if __name__ == "__main__":
    sys.exit(main())
