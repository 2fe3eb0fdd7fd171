"""The city's accent colour as a style sheet (no inline style is allowed), checked to be readable."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

DEFAULT = "#005ea2"
READABLE = 4.5  # contrast of text, WCAG 2.1 success criterion 1.4.3 (AA)
WHITE, BLACK, NIGHT = (255, 255, 255), (0, 0, 0), (27, 27, 27)
Colour = tuple[int, int, int]


def accent(request: HttpRequest) -> HttpResponse:
    """`/accent.css`: the accent by day and by night; the default where the city's cannot be read on white."""
    colour = readable_accent(getattr(getattr(request, "city", None), "accent", DEFAULT))
    day = _rule(_hex(colour), _hex(mix(colour, BLACK, 0.35)))
    light = lightened(colour)
    night = _rule(_hex(light), _hex(mix(light, WHITE, 0.4)))
    css = f"{day}\n@media screen and (prefers-color-scheme: dark) {{ {night} }}\n"
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": "public, max-age=300"})


def readable_accent(text: str) -> Colour:
    """The colour, if it is one and white text can be read on it."""
    colour = _parse(text) or _parse(DEFAULT)
    assert colour is not None
    return colour if contrast(colour, WHITE) >= READABLE else (0, 94, 162)


def lightened(colour: Colour) -> Colour:
    """The colour mixed with white until it can be read on the dark page."""
    for tenth in range(11):
        lighter = mix(colour, WHITE, tenth / 10)
        if contrast(lighter, NIGHT) >= READABLE + 1:
            return lighter
    return WHITE


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours (WCAG 2.1, definition of "contrast ratio"), 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with this share of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    channels = [value / 255 for value in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parse(text: str) -> Colour | None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text or ""):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _rule(accent: str, strong: str) -> str:
    return f":root {{ --accent: {accent}; --accent-strong: {strong}; }}"
