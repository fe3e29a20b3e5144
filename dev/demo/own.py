"""The demo with a folder of one's own photos, where nothing is expected: it only reports."""

from collections import Counter
from pathlib import Path

from dev.demo.generated import photos_by_dog
from dev.demo.people import Person
from dev.demo.picture import write_match
from dev.demo.report import Report
from dev.errors import DevError

REGISTERED_WITH = 5


def show_own(url: str, folder: Path, report: Report, results: Path) -> None:
    """Register dogs that have six photos or more with the first five, and look all other photos up."""
    dogs = {name: photos for name, photos in photos_by_dog(folder).items() if photos}
    if not dogs:
        raise DevError(f"{folder} holds no sub-folders with JPEG, PNG or WebP photos")
    known = {name: photos for name, photos in dogs.items() if len(photos) > REGISTERED_WITH}
    owner, finder = Person(url, report).join("MinsuKim"), Person(url, report)
    numbers = {name: _register(owner, name, photos[:REGISTERED_WITH]) for name, photos in known.items()}
    counts: Counter[str] = Counter()
    for name, photos in dogs.items():
        for photo in photos[REGISTERED_WITH:] if name in known else photos:
            counts[_look_up(finder, name, photo, numbers, results)] += 1
    registered = sum(number is not None for number in numbers.values())
    report.notes.append(f"{registered} of {len(known)} dogs with six photos or more were registered")
    report.notes += [f"{count:4d} x {what}" for what, count in sorted(counts.items())]


def _register(owner: Person, name: str, photos: list[Path]) -> str | None:
    """The number of the dog, None if it was not registered."""
    step = owner.register(f"register {name}", name[:50], photos)
    return str(owner.answer["result"]["number"]) if step.outcome == "registered" else None


def _look_up(finder: Person, name: str, photo: Path, numbers: dict[str, str | None], results: Path) -> str:
    """What kind of lookup this was, and how it ended."""
    step = finder.look_up(f"look up {name}/{photo.name}", photo)
    found = (finder.answer.get("result") or {}).get("dog") or {}
    whose = "photo of a stranger" if name not in numbers else "photo of a registered dog"
    if name in numbers and numbers[name] is None:
        whose = "photo of a dog whose registration was refused"
    if step.outcome != "match":
        return f"{whose}: {step.outcome}"
    if found.get("number") != numbers.get(name):
        step.detail += "  WRONG DOG"
        return f"{whose}: match with the wrong dog"
    write_match(finder.api, finder.answer["result"]["evidence"], results / "match.png")
    return f"{whose}: match"
