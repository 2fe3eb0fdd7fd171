"""The figures of a city's folder, as a part of its load (raci.city.parts)."""

from __future__ import annotations

from metrics.city.figures import Figures, read_figures
from metrics.city.loading import load_figures
from raci.city.parts import Folder, Loading, Part
from raci.plainyaml.reading import Mistakes


def _read(folder: Folder) -> Figures:
    """figures.yaml, if there is one; its mistakes stand with those of the other files."""
    try:
        return read_figures(folder.path, units=folder.units, themes=folder.themes)
    except Mistakes as found:
        folder.mistakes.extend(found.mistakes)
        return Figures()


def _load(said: Figures, loading: Loading) -> None:
    load_figures(said, loading)


FIGURES = Part("figures", _read, _load)
