"""Charts as Vega-Lite specs in Python: one spec, two palettes, drawn on the server to SVG and PNG.

The "page" palette holds CSS variables that survive into the SVG, so a stored picture follows the theme of the page;
the "document" palette holds opaque colours for PDF and Word. `vl_convert` is heavy and loads only inside the functions
that draw: those run in the worker or in a command, a web process shows what was stored. Every word arrives translated.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

Palette = Literal["page", "document"]
Spec = dict[str, Any]

FONT_DIRECTORY: Final = Path(__file__).resolve().parents[2] / "build" / "fonts-ttf"
FONT: Final = "Golos Text"

_COLOURS: Final[dict[Palette, dict[str, str]]] = {
    "page": {
        "ink": "var(--ink)",
        "quiet": "var(--ink-2)",
        "line": "var(--line)",
        "track": "var(--surface-2)",
        "first": "var(--c1)",
        "second": "var(--c2)",
        "soft": "var(--brand-soft)",
        "ground": "transparent",
    },
    "document": {
        "ink": "#15211f",
        "quiet": "#475552",
        "line": "#dde3e0",
        "track": "#eef2f0",
        "first": "#0d7d76",
        "second": "#bf6a10",
        "soft": "#e1efed",
        "ground": "#ffffff",
    },
}
_TALLEST_SHARE: Final = 1.12  # the axis ends above the highest value, or its label is cut


class PlanFactRow(NamedTuple):
    """One line of the plan-and-fact chart; `label` is the text at the end of the bar."""

    name: str
    plan: int | None
    fact: int
    label: str = ""


class FontsMissing(RuntimeError):
    """The font files are not built: letters would be drawn in whatever font is found."""


def reach(
    points: Sequence[tuple[str, int]],
    plan: int | None,
    *,
    words: tuple[str, str],
    palette: Palette = "page",
    narrow: bool = False,
) -> Spec:
    """People reached, cumulative, month by month, against the planned number; `words` are "fact" and "plan"."""
    colour = _COLOURS[palette]
    last = len(points) - 1
    top = max([1, plan or 0, *(count for _, count in points)]) * _TALLEST_SHARE
    values = [{"i": i, "n": n, "t": str(n)} for i, (_, n) in enumerate(points)]
    x = {
        "field": "i",
        "type": "ordinal",
        "scale": {"padding": 0.3},
        "axis": _axis(
            colour, labelExpr=_lookup([name for name, _ in points]), labelAngle=0, labelOverlap="greedy"
        ),
    }
    y = {"field": "n", "type": "quantitative", "scale": {"domain": [0, top]}, "axis": None}
    fact_shift, plan_shift = _apart(points[last][1] if points else 0, plan, top)
    layers: list[Spec] = [
        {"mark": {"type": "area", "color": colour["soft"]}},
        {"mark": {"type": "line", "color": colour["first"], "strokeWidth": 3}},
        {"mark": {"type": "point", "filled": True, "opacity": 1, "color": colour["first"], "size": 60}},
        _text(colour["ink"], field="t", dy=-13, keep=f"datum.i < {last}"),
        _end(f"{points[last][1]} {words[0]}" if points else "", colour["first"], fact_shift, last, bold=True),
    ]
    encoded = [layer | {"encoding": {"x": x, "y": y, **layer.get("encoding", {})}} for layer in layers]
    if plan is not None and points:
        encoded[1:1] = [_target(plan, colour, len(points), x, y)]
        encoded.append(_plan_end(f"{plan} {words[1]}", plan, colour, plan_shift, last, x, y))
    return _spec(palette, narrow, height=210 if not narrow else 190, values=values, layer=encoded)


def ages(bands: Sequence[tuple[str, int]], *, palette: Palette = "page", narrow: bool = False) -> Spec:
    """How many of each age band, a bar each with its number beside it."""
    colour = _COLOURS[palette]
    names = [name for name, _ in bands]
    top = max([1, *(count for _, count in bands)]) * _TALLEST_SHARE
    y = {"field": "a", "type": "ordinal", "sort": names, "axis": _axis(colour, labelLimit=150)}
    x = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": [0, top]}}
    layer: list[Spec] = [
        {"mark": {"type": "bar", "color": colour["first"], "height": {"band": 0.62}}},
        _text(colour["ink"], field="n", dx=6, align="left", bold=True),
    ]
    values = [{"a": name, "n": count} for name, count in bands]
    encoded = [part | {"encoding": {"x": x, "y": y, **part.get("encoding", {})}} for part in layer]
    return _spec(palette, narrow, height=28 * max(1, len(bands)), values=values, layer=encoded)


def plan_fact(rows: Sequence[PlanFactRow], *, palette: Palette = "page", narrow: bool = False) -> Spec:
    """Fact as a bar, plan as a stroke across it; what fell short has the second colour and says so in its label."""
    colour = _COLOURS[palette]
    top = max([1, *(max(row.fact, row.plan or 0) for row in rows)])
    axis = None if narrow else _axis(colour, labelExpr=_lookup([row.name for row in rows]), labelLimit=250)
    y = {"field": "i", "type": "ordinal", "axis": axis}
    thick, drop = ({"band": 0.3}, 8) if narrow else ({"band": 0.56}, 0)
    bar = {"condition": {"test": "datum.short", "value": colour["second"]}, "value": colour["first"]}
    stroke = {"type": "tick", "color": colour["ink"], "thickness": 2.5, "opacity": 1, "size": 22}
    layer: list[Spec] = [
        {
            "mark": {"type": "bar", "height": thick, "yOffset": drop},
            "encoding": {"x": _count("fact", top), "color": bar},
        },
        {
            "transform": [{"filter": "isValid(datum.plan)"}],
            "mark": stroke | {"yOffset": drop},
            "encoding": {"x": _count("plan", top)},
        },
        _text(colour["ink"], field="t", dx=8, dy=drop, align="left", bold=True, at=_count("end", top)),
    ]
    if narrow:  # no room for names at the side: each stands above its bar
        layer.append(_text(colour["quiet"], field="name", dy=-11, align="left", at=_count("zero", top)))
    encoded = [part | {"encoding": {"y": y, **part.get("encoding", {})}} for part in layer]
    height = (50 if narrow else 32) * max(1, len(rows))
    return _spec(palette, narrow, height=height, values=_plan_fact_values(rows), layer=encoded)


def svg(spec: Spec, label: str) -> str:
    """Draw a spec; `label` is the one sentence a listener hears instead of the picture."""
    drawn = _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def png(spec: Spec, scale: float = 3) -> bytes:
    """Draw a spec as pixels, for Word; the ground must be opaque there, so only the document palette is taken."""
    if spec["usermeta"]["palette"] != "document":
        raise ValueError("a PNG is drawn in the document palette: CSS variables mean nothing outside a page")
    return _pixels(json.dumps(spec, ensure_ascii=False, sort_keys=True), scale)


def forget() -> None:
    """Empty the cache of drawn charts, for measurements."""
    _drawn.cache_clear()
    _pixels.cache_clear()


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    import vl_convert

    _register_fonts()
    picture: str = vl_convert.vegalite_to_svg(spec)
    # Several charts stand in one page, and their clip paths must not share an id.
    mark = hashlib.sha256(spec.encode()).hexdigest()[:8]
    picture = re.sub(r"(id=\"|url\(#)(clip|gradient)", rf"\g<1>c{mark}-\g<2>", picture)
    if json.loads(spec)["usermeta"]["palette"] == "page":
        picture = picture.replace(f'font-family="{FONT}"', 'font-family="var(--font)"')
    return picture


@lru_cache(maxsize=64)
def _pixels(spec: str, scale: float) -> bytes:
    import vl_convert

    picture: bytes = vl_convert.svg_to_png(_drawn(spec), scale=scale)
    return picture


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import vl_convert

    if not any(FONT_DIRECTORY.glob("*.ttf")):
        raise FontsMissing(f"no font files in {FONT_DIRECTORY}: run the front-end build (make setup)")
    vl_convert.register_font_directory(str(FONT_DIRECTORY))


def _spec(palette: Palette, narrow: bool, *, height: int, values: list[Spec], layer: list[Spec]) -> Spec:
    colour = _COLOURS[palette]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "usermeta": {"palette": palette},
        "background": None if palette == "page" else colour["ground"],
        "width": 350 if narrow else 660,
        "height": height,
        "padding": {"left": 4, "right": 8, "top": 12, "bottom": 4},
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "layer": layer,
        # aria: Vega would add its own English labels to every mark; the picture has one label in the page's language.
        "config": {"aria": False, "font": FONT, "view": {"stroke": None}, "legend": {"disable": True}},
    }


def _plan_fact_values(rows: Sequence[PlanFactRow]) -> list[Spec]:
    return [
        {
            "i": i,
            "name": row.name,
            "plan": row.plan,
            "fact": row.fact,
            "t": row.label or str(row.fact),
            "short": row.plan is not None and row.fact < row.plan,
            "end": max(row.fact, row.plan or 0),
            "zero": 0,
        }
        for i, row in enumerate(rows)
    ]


def _axis(colour: dict[str, str], **more: Any) -> Spec:
    plain = {"title": None, "grid": False, "domain": False, "ticks": False, "labelPadding": 8}
    return plain | {"labelColor": colour["quiet"], "labelFontSize": 12.5} | more


def _lookup(labels: Sequence[str]) -> str:
    """The axis counts positions, so that "Jan" of two years stays two places; this gives each position its name."""
    return f"{json.dumps(list(labels), ensure_ascii=False)}[datum.value]"


def _count(field: str, top: float) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [0, top]}}


def _text(
    colour: str,
    *,
    field: str,
    dx: int = 0,
    dy: int = 0,
    align: str = "center",
    bold: bool = False,
    keep: str = "",
    at: Spec | None = None,
) -> Spec:
    weight = 600 if bold else 400
    mark = {
        "type": "text",
        "align": align,
        "dx": dx,
        "dy": dy,
        "color": colour,
        "fontSize": 12.5,
        "fontWeight": weight,
    }
    encoding: Spec = {"text": {"field": field}} | ({"x": at} if at else {})
    return {"mark": mark, "encoding": encoding} | ({"transform": [{"filter": keep}]} if keep else {})


def _end(text: str, colour: str, shift: int, last: int, *, bold: bool) -> Spec:
    size, weight = (15, 700) if bold else (13, 400)
    mark = {"type": "text", "align": "left", "dx": 12, "dy": shift, "color": colour, "fontSize": size}
    return {
        "transform": [{"filter": f"datum.i == {last}"}],
        "mark": mark | {"fontWeight": weight, "text": text},
    }


def _target(plan: int, colour: dict[str, str], points: int, x: Spec, y: Spec) -> Spec:
    line = {"type": "line", "color": colour["quiet"], "strokeWidth": 1.5, "strokeDash": [5, 4]}
    values = [{"i": i, "n": plan} for i in range(points)]
    return {"data": {"values": values}, "mark": line, "encoding": {"x": x, "y": y}}


def _plan_end(text: str, plan: int, colour: dict[str, str], shift: int, last: int, x: Spec, y: Spec) -> Spec:
    mark = _end(text, colour["quiet"], shift, last, bold=False)["mark"]
    return {"data": {"values": [{"i": last, "n": plan}]}, "mark": mark, "encoding": {"x": x, "y": y}}


def _apart(fact: int, plan: int | None, top: float) -> tuple[int, int]:
    """How far to move the two end labels so that close values do not write over each other."""
    if plan is None or abs(fact - plan) / top > 0.1:
        return 0, 0
    return (-9, 9) if fact >= plan else (9, -9)
