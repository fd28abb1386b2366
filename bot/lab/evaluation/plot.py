"""Rates as a bar chart in an SVG file: any browser shows it, nothing is fetched to show it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pygal
from pygal.style import CleanStyle

from bot.errors import DataFileError

WIDTH = 1000
ROW_HEIGHT = 44
FRAME_HEIGHT = 140


def bars(path: Path, title: str, rows: Sequence[str], series: Mapping[str, Sequence[float | int | None]]) -> None:
    """Write horizontal bars: a group for each of `rows`, in it one bar (0 to 1, drawn as percent) a series.

    Raises:
        DataFileError: `path` is no .svg, or cannot be written.
    """
    check_name(path)
    chart = pygal.HorizontalBar(
        js=[],  # without it the file would fetch a script from the network
        style=CleanStyle(font_family="sans-serif"),
        title=title,
        width=WIDTH,
        height=FRAME_HEIGHT + ROW_HEIGHT * len(rows),
        range=(0, 100),
        legend_at_bottom=True,
        print_values=True,
        value_formatter=lambda percent: f"{percent:.0f} %",
    )
    chart.x_labels = list(reversed(rows))  # drawn from the bottom up
    for name, values in series.items():
        chart.add(name, [None if value is None else 100 * value for value in reversed(values)])
    _write(path, chart)


def reliability(path: Path, title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Write a line for each of `curves`: probability told (0 to 1) against the share that came true.

    Raises:
        DataFileError: `path` is no .svg, or cannot be written.
    """
    check_name(path)
    chart = pygal.XY(
        js=[],
        style=CleanStyle(font_family="sans-serif"),
        title=title,
        width=WIDTH,
        height=WIDTH * 3 // 4,
        range=(0, 1),
        xrange=(0, 1),
        x_title="told",
        y_title="came true",
        legend_at_bottom=True,
    )
    chart.add("as it should be", [(0, 0), (1, 1)], show_dots=False, stroke_style={"dasharray": "4, 4"})
    for name, points in curves.items():
        chart.add(name, [(round(told, 3), round(true, 3)) for told, true in points])
    _write(path, chart)


def _write(path: Path, chart: pygal.Graph) -> None:
    try:
        path.write_bytes(chart.render())
    except OSError as error:
        raise DataFileError(path, f"the plot cannot be written there ({error.strerror})") from error


def check_name(path: Path) -> None:
    """Raise DataFileError unless `path` is named as an SVG file."""
    if path.suffix.lower() != ".svg":
        raise DataFileError(path, "the plot is an SVG picture; name it FILE.svg")
