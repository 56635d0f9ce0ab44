"""The report's charts: what is drawn, and the sentence that stands for each."""

from __future__ import annotations

from tirek.reports.content import ReportContent
from tirek.reports.layout.blocks import Picture
from tirek.reports.layout.figures import clean, months, number
from tirek.reports.layout.tables import words_of
from tirek.ui import charts


def reach(content: ReportContent) -> Picture | None:
    """People reached, cumulative, by month; nothing where there are no months."""
    points = content.reach_by_month
    if not points:
        return None
    t, planned = words_of(content), content.reach.planned
    names = months([point.month for point in points], content.imprint.language)
    spec = charts.reach(
        [(name, point.fact) for name, point in zip(names, points, strict=True)],
        planned,
        words=(t["g_fact"], t["g_plan_word"]),
        palette="document",
    )
    ends = {"first": number(points[0].fact), "last": number(points[-1].fact)}
    alt = t["g_reach_alt_free"] if planned is None else t["g_reach_alt"]
    return Picture(t["g_reach"], alt.format(**ends, plan="" if planned is None else number(planned)), spec)


def plan(content: ReportContent) -> Picture | None:
    """Plan and fact of the indicators that have a plan."""
    rows = [row for row in content.plan if row.plan is not None]
    if not rows:
        return None
    t = words_of(content)
    drawn = []
    for row in rows:
        label = t["g_of"].format(fact=number(row.fact), plan=number(row.plan or 0))
        drawn.append(charts.PlanFactRow(clean(row.name), row.plan, row.fact, label))
    short = [clean(row.name) for row in rows if (row.deviation or 0) < 0]
    alt = t["g_plan_alt"] if short else t["g_plan_alt_full"]
    words = {"count": number(len(rows)), "short": ", ".join(short)}
    return Picture(t["g_plan"], alt.format(**words), charts.plan_fact(drawn, palette="document"))


def ages(content: ReportContent) -> Picture | None:
    """Participants by age band."""
    bands = content.statistics.ages
    if not any(band.count for band in bands):
        return None
    t = words_of(content)
    largest = max(bands, key=lambda band: band.count)
    total = number(content.statistics.total)
    alt = t["g_ages_alt"].format(name=clean(largest.name), count=number(largest.count), total=total)
    spec = charts.ages([(clean(band.name), band.count) for band in bands], palette="document")
    return Picture(t["g_ages"], alt, spec)
