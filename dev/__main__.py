"""Command line: `python -m dev exec -- CMD...`."""

import argparse
import sys

from dev.errors import DevError
from dev.execute import execute


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m dev", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_with = commands.add_parser("exec", help="run CMD with a throw-away PostgreSQL and RabbitMQ of its own")
    run_with.add_argument("cmd", nargs=argparse.REMAINDER, metavar="-- CMD ...")
    options = parser.parse_args(arguments)
    try:
        return execute(options.cmd[1:] if options.cmd[:1] == ["--"] else options.cmd)
    except DevError as error:
        print(f"dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
