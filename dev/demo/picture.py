"""The matched points of a hit: the finder's photo and the registered nose side by side."""

import colorsys
import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from dev.demo.api import Api

HEIGHT, GAP, DOT = 480, 24, 3


def write_match(api: Api, evidence: dict[str, Any], file: Path) -> None:
    """Draw a lookup's evidence (points x1, y1, x2, y2 as fractions of the two pictures) into a PNG file."""
    query, reference = (_picture(api, evidence[name]) for name in ("photo_url", "reference_url"))
    canvas = Image.new("RGB", (query.width + GAP + reference.width, HEIGHT), "white")
    canvas.paste(query, (0, 0))
    canvas.paste(reference, (query.width + GAP, 0))
    draw = ImageDraw.Draw(canvas)
    for number, (x1, y1, x2, y2) in enumerate(evidence["points"]):
        start = (x1 * query.width, y1 * HEIGHT)
        end = (query.width + GAP + x2 * reference.width, y2 * HEIGHT)
        _draw_pair(draw, start, end, _colour(number))
    canvas.save(file)


def _picture(api: Api, url: str) -> Image.Image:
    image = Image.open(io.BytesIO(api.picture(url))).convert("RGB")
    return image.resize((round(image.width * HEIGHT / image.height), HEIGHT), Image.Resampling.LANCZOS)


def _draw_pair(
    draw: ImageDraw.ImageDraw, start: tuple[float, float], end: tuple[float, float], colour: tuple[int, int, int]
) -> None:
    draw.line([start, end], fill=colour, width=1)
    for x, y in (start, end):
        draw.ellipse([x - DOT, y - DOT, x + DOT, y + DOT], outline=colour, width=2)


def _colour(number: int) -> tuple[int, int, int]:
    """Neighbouring lines differ, so that the eye can follow one."""
    red, green, blue = colorsys.hsv_to_rgb(number * 0.618 % 1, 0.9, 1.0 if number % 2 else 0.8)
    return round(red * 255), round(green * 255), round(blue * 255)
