"""Command line: write a folder of generated dogs, a contact sheet, or measure the speed.

python -m evaluation.synthetic write FOLDER --dogs 3 --shots 6 --seed 1 [--width 640] [--preset registration]
python -m evaluation.synthetic sheet OUT.png [--dogs 6] [--seed 1] [--real FOLDER]
python -m evaluation.synthetic bench
"""

import argparse
import sys
from pathlib import Path

from .bench import report
from .folder import write_dogs
from .knobs import PRESETS
from .sheet import write_sheet


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command; returns the exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "write":
        count = write_dogs(options.folder, options.dogs, options.shots, options.seed, options.width, options.preset)
        print(f"{count} photos of {options.dogs} dogs in {options.folder}")
    elif options.command == "sheet":
        write_sheet(options.out, options.dogs, options.seed, options.real, options.preset)
    else:
        print(report(options.captures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.synthetic", description="Generated dog noses.")
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="one sub-folder per dog with JPEGs and a manifest.csv")
    write.add_argument("folder", type=Path)
    write.add_argument("--dogs", type=_positive, default=3)
    write.add_argument("--shots", type=_positive, default=6)
    write.add_argument("--seed", type=int, default=1)
    write.add_argument("--width", type=_positive, default=640)
    write.add_argument("--preset", choices=sorted(PRESETS), default="registration")
    sheet = commands.add_parser("sheet", help="a contact sheet, beside real photos if a folder of them is given")
    sheet.add_argument("out", type=Path)
    sheet.add_argument("--seed", type=int, default=1)
    sheet.add_argument("--dogs", type=_positive, default=6)
    sheet.add_argument("--real", type=Path)
    sheet.add_argument("--preset", choices=sorted(PRESETS), default="registration")
    bench = commands.add_parser("bench", help="captures per second on one thread")
    bench.add_argument("--captures", type=_positive, default=60)
    return parser


def _positive(text: str) -> int:
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
