"""Every table of the report, as rows of formatted text."""

from __future__ import annotations

from tirek.reports.content import LossReason, PlanRow, ReportContent
from tirek.reports.layout.blocks import Row, Table
from tirek.reports.layout.figures import (
    counted,
    deviation,
    money,
    money_change,
    month_of_year,
    number,
    period,
)
from tirek.reports.layout.labels import LABELS

Words = dict[str, str]


def words_of(content: ReportContent) -> Words:
    """The form's wording in the report's language."""
    return LABELS[content.imprint.language]


def events(content: ReportContent) -> Table:
    """Events with dates, place, form, attendance and completion."""
    t = words_of(content)
    rows = []
    for event in content.events:
        attended = counted(event.attended, content.imprint.language)
        if event.planned is not None:
            attended += "\n" + t["planned_number"].format(n=number(event.planned))
        form = ". ".join(part for part in (event.form, event.topic) if part)
        when = period(event.starts_on, event.ends_on)
        rows.append(Row((str(event.number), when, event.place, form, attended, event.completion)))
    columns = ("c_number", "c_date", "c_place", "c_form", "c_attended", "c_completion")
    return _table(t, "events", "t_events", columns, rows)


def totals(content: ReportContent) -> Table:
    """Quantitative lines of the project."""
    t, language = words_of(content), content.imprint.language
    rows = [
        Row((line.name, "\n".join(counted(figure, language) for figure in line.figures)))
        for line in content.totals
    ]
    return _table(t, "pair", "t_totals", ("c_indicator", "c_count"), rows)


def reach_by_month(content: ReportContent) -> Table:
    """The values of the chart of reach: a picture alone would hide them from a listener."""
    rows = [Row((month_of_year(point.month), number(point.fact))) for point in content.reach_by_month]
    return _table(words_of(content), "pair", "t_months", ("c_month", "c_people"), rows)


def reach(content: ReportContent) -> Table:
    """Who asked, who entered, and why the others did not."""
    t, reached = words_of(content), content.reach
    entered = number(reached.entered)
    if reached.planned is not None:
        entered = t["entered_of"].format(n=entered, plan=number(reached.planned))
    rows = [
        Row((t["applied"], number(reached.applied)), strong=True),
        Row((t["entered"], entered), strong=True),
    ]
    rows += [
        Row((t["not_entered"].format(reason=row.name), number(row.count)), inner=True)
        for row in reached.not_entered
    ]
    if reached.min_kinds is not None:
        rows.append(Row((t["min_kinds"], number(reached.min_kinds)), strong=True))
    return _table(t, "pair", "t_reach", ("c_indicator", "c_count"), rows)


def results(content: ReportContent) -> Table:
    """Services given, by category and kind."""
    t = words_of(content)
    rows: list[Row] = []
    for group in content.results:
        rows.append(Row((group.name, number(group.people), number(group.sessions)), strong=True))
        if [kind.name for kind in group.kinds] != [group.name]:
            rows += [
                Row((kind.name, number(kind.people), number(kind.sessions)), inner=True)
                for kind in group.kinds
            ]
    if rows:
        rows.append(Row((t["total"], number(content.services), number(content.sessions)), strong=True))
    return _table(t, "name_two", "t_results", ("c_kind", "c_services", "c_sessions"), rows)


def refusals(content: ReportContent) -> Table:
    """Refusals by coded reason, and who decided."""
    t = words_of(content)
    rows = [
        Row((row.kind, row.reason, t["by_person" if row.by_person else "by_provider"], number(row.count)))
        for row in content.refusals
    ]
    if rows:
        rows.append(
            Row((t["total"], "", "", number(sum(row.count for row in content.refusals))), strong=True)
        )
    return _table(t, "refusals", "t_refusals", ("c_kind", "c_reason", "c_decided", "c_cases"), rows)


def not_attended(content: ReportContent) -> Table:
    """People who were sent to a service and did not come."""
    t = words_of(content)
    rows = [
        Row((row.kind, row.reason or t["reason_unstated"], number(row.count))) for row in content.not_attended
    ]
    return _table(t, "two_count", "t_not_attended", ("c_kind", "c_reason", "c_people"), rows)


def contact_lost(content: ReportContent) -> Table:
    """People with whom contact was lost, by the nature of the reason."""
    t = words_of(content)
    rows = [Row((row.kind, _nature(t, row.nature), number(row.count))) for row in content.contact_lost]
    return _table(t, "two_count", "t_contact_lost", ("c_kind", "c_reason", "c_people"), rows)


def unmet(content: ReportContent) -> Table:
    """Demand for which there was no suitable programme, with the wishes."""
    t = words_of(content)
    rows: list[Row] = []
    for demand in content.unmet:
        rows.append(Row((demand.kind, "", number(demand.count)), strong=True))
        rows += [Row(("", wish.name, number(wish.count))) for wish in demand.wishes]
    return _table(t, "two_count", "t_unmet", ("c_kind", "c_wish", "c_people"), rows)


def plan(content: ReportContent) -> Table:
    """Plan and fact of every indicator, deviations with their explanations."""
    t = words_of(content)
    rows = [
        Row(
            (
                row.name,
                t["no_plan"] if row.plan is None else number(row.plan),
                number(row.fact),
                "" if row.plan is None else deviation(row.plan, row.fact),
                _explanation(t, row),
            )
        )
        for row in content.plan
    ]
    return _table(
        t, "plan", "t_plan", ("c_indicator", "c_plan", "c_fact", "c_deviation", "c_explanation"), rows
    )


def mismatches(content: ReportContent) -> Table:
    """Declared figures that differ from the count, and which one the report uses."""
    t = words_of(content)
    rows = []
    for row in content.mismatches:
        used = t[f"used_{row.used}"].format(n=number(row.counted if row.used == "counted" else row.declared))
        explanation = row.explanation or t["unexplained"]
        rows.append(Row((row.name, number(row.declared), number(row.counted), used, explanation)))
    columns = ("c_indicator", "c_declared", "c_counted", "c_used", "c_explanation")
    return _table(t, "mismatches", "t_mismatches", columns, rows)


def budget(content: ReportContent) -> Table:
    """Planned and spent money, line by line."""
    t, whole = words_of(content), content.budget
    rows = [
        Row((row.name, money(row.planned), money(row.spent), money_change(row.planned, row.spent), row.note))
        for row in whole.rows
    ]
    if rows:
        sums = (money(whole.planned), money(whole.spent), money_change(whole.planned, whole.spent))
        rows.append(Row((t["total"], *sums, ""), strong=True))
    return _table(
        t, "budget", "t_budget", ("c_line", "c_plan", "c_fact", "c_deviation", "c_explanation"), rows
    )


def moves(content: ReportContent) -> Table:
    """Money moved between lines, with the reason."""
    t = words_of(content)
    rows = [
        Row((move.source, move.target, money(move.amount), move.reason or t["unexplained"]))
        for move in content.budget.reallocations
    ]
    return _table(t, "moves", "t_moves", ("c_from", "c_to", "c_amount", "c_reason"), rows)


def participation(content: ReportContent) -> Table:
    """Attendances and different people, side by side."""
    t, whole = words_of(content), content.participation
    rows = [Row((part.name, number(part.attendances), _unique(t, part.unique))) for part in whole.parts]
    rows.append(Row((t["total"], number(whole.attendances), _unique(t, whole.unique)), strong=True))
    return _table(t, "name_two", "t_participation", ("c_part", "c_attendances", "c_unique"), rows)


def gender(content: ReportContent) -> Table:
    """Participants by sex."""
    t, people = words_of(content), content.statistics
    figures = [people.total, people.men, people.women]
    columns = ["c_participants", "c_men", "c_women"]
    if people.sex_unknown:
        figures.append(people.sex_unknown)
        columns.append("c_sex_unknown")
    shape = "quarters" if people.sex_unknown else "thirds"
    return _table(t, shape, "t_gender", columns, [Row(tuple(number(figure) for figure in figures))])


def statuses(content: ReportContent) -> Table:
    """Participants by social status."""
    t, people = words_of(content), content.statistics
    rows = [Row((t["c_participants"], number(people.total)), strong=True)]
    rows += [Row((row.name, number(row.count))) for row in people.statuses]
    return _table(t, "pair", "t_statuses", ("c_status", "c_people"), rows)


def ages(content: ReportContent) -> Table:
    """Participants by age band."""
    t, people = words_of(content), content.statistics
    rows = [Row((t["c_participants"], number(people.total)), strong=True)]
    rows += [Row((row.name, number(row.count))) for row in people.ages]
    return _table(t, "pair", "t_ages", ("c_age", "c_people"), rows)


def _table(
    t: Words, shape: str, caption: str, columns: tuple[str, ...] | list[str], rows: list[Row]
) -> Table:
    return Table(shape, t[caption], tuple(t[column] for column in columns), tuple(rows), empty=t["nothing"])


def _explanation(t: Words, row: PlanRow) -> str:
    return row.explanation or (t["unexplained"] if row.deviation else "")


def _unique(t: Words, unique: int | None) -> str:
    return t["unknowable"] if unique is None else number(unique)


def _nature(t: Words, nature: LossReason) -> str:
    return t[nature or "reason_unstated"]
