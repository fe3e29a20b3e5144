"""Command line: `python -m dev exec|run|demo`."""

import argparse
import sys
from pathlib import Path

from dev.errors import DevError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return _command(options)
    except DevError as error:
        print(f"dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dev", description="A whole private SavePets stack.")
    commands = parser.add_subparsers(dest="command", required=True)
    execute = commands.add_parser("exec", help="run CMD with a throw-away PostgreSQL and RabbitMQ of its own")
    execute.add_argument("cmd", nargs=argparse.REMAINDER, metavar="-- CMD ...")
    serve = commands.add_parser("run", help="keep a stack serving until Ctrl-C; its data stay in var/")
    serve.add_argument("--monitoring", action="store_true", help="with Prometheus, Alertmanager and exporters")
    demo = commands.add_parser("demo", help="show the main job once, on a throw-away stack")
    demo.add_argument("--photos", type=Path, metavar="FOLDER", help="your photos: one sub-folder per dog")
    return parser


def _command(options: argparse.Namespace) -> int:
    """Imports late: `exec` should not wait for what only the others need."""
    if options.command == "exec":
        from dev.execute import execute

        command = options.cmd[1:] if options.cmd[:1] == ["--"] else options.cmd
        if not command:
            raise DevError("exec needs a command: python -m dev exec -- COMMAND")
        return execute(command)
    if options.command == "run":
        from dev.running import run

        return run(options.monitoring)
    from dev.demo import demo

    return demo(options.photos)


if __name__ == "__main__":
    sys.exit(main())
