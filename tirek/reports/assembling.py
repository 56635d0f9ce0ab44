"""From a grant to the report's content: figures, explanations, texts and budget put in the official order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tirek.grants.models import Category, Event, Grant, MaterialRecipient
from tirek.reports import content as c
from tirek.reports import tokens
from tirek.reports.deviations import Differences, PlanFact
from tirek.reports.figures import Figures
from tirek.reports.indicators import ON_PAGES_ONLY, PUBLISHED, in_language
from tirek.reports.indicators.endings import Ended
from tirek.reports.models import Narrative

MOST_NAMED: Final = 12
"""Notes of a kind that are listed one by one; the rest is added up."""

_UNIT: Final = {
    "entered": c.Unit.PEOPLE,
    "people": c.Unit.PEOPLE,
    "event": c.Unit.PEOPLE,
    "category": c.Unit.SERVICES,
}


@dataclass(frozen=True, slots=True)
class Edition:
    """Which issue of the report is assembled: its number, day, author, and whether it is final."""

    number: int
    made_on: date
    author: str
    final: bool


def assemble(
    grant: Grant, figures: Figures, differences: Differences, edition: Edition, language: c.Language
) -> c.ReportContent:
    """Everything the report says, in one of its languages."""
    with override(language):
        return c.ReportContent(
            imprint=c.Imprint(language, edition.number, edition.made_on, edition.author, not edition.final),
            header=_header(grant),
            events=tuple(_events(grant, figures, language)),
            totals=tuple(_totals(grant, figures, language)),
            reach=_reach(figures, language),
            results=tuple(_results(figures, language)),
            refusals=tuple(_refusals(figures, language)),
            not_attended=tuple(
                c.NotAttendedRow(*row) for row in _noted(figures.ended["not_attended"], language)
            ),
            contact_lost=tuple(_contact_lost(figures.ended["contact_lost"], language)),
            unmet=tuple(_unmet(figures.ended["unmet"], language)),
            plan=tuple(_plan(figures, differences, language)),
            mismatches=tuple(_mismatches(figures, differences, language)),
            budget=_budget(grant),
            participation=_participation(grant, figures, language),
            statistics=_statistics(figures, language),
            reach_by_month=tuple(c.ReachPoint(month, count) for month, count in figures.months),
            narratives=tuple(_narratives(grant, figures, language)),
        )


def _header(grant: Grant) -> c.Header:
    return c.Header(
        organisation=grant.agency.name,
        head=grant.head,
        address=grant.address,
        phone="",
        project=grant.title,
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        granted=grant.amount,
    )


def _events(grant: Grant, figures: Figures, language: c.Language) -> Iterable[c.EventRow]:
    for event in grant.events.all():
        mailed = event.counted_from == Event.CountedFrom.RECIPIENTS
        unit = c.Unit.ORGANISATIONS if mailed else c.Unit.PEOPLE
        yield c.EventRow(
            number=event.number,
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            place=event.place,
            form=event_form(event, language),
            topic=event.topic,
            attended=c.Figure(figures.part("events", str(event.number)), unit),
            planned=event.planned,
            completion=event.completion,
        )


def event_form(event: Event, language: str) -> str:
    """The event's form: in Russian as the grant wrote it, in other languages by its kind."""
    if language == "ru" or event.form == Event.Form.OTHER:
        return event.form_name
    label = str(event.get_form_display())
    return label[:1].upper() + label[1:]


def _totals(grant: Grant, figures: Figures, language: c.Language) -> Iterable[c.TotalLine]:
    every = list(grant.events.all())
    for form in dict.fromkeys(event.form for event in every):
        held = [event for event in every if event.form == form]
        reached = sum(figures.part("events", str(event.number)) for event in held)
        yield c.TotalLine(event_form(held[0], language), tuple(_total(grant, figures, held, reached)))


def _total(grant: Grant, figures: Figures, held: list[Event], reached: int) -> Iterable[c.Figure]:
    first = held[0]
    if first.form == Event.Form.MEETING:
        yield c.Figure(len(held), c.Unit.MEETINGS)
    if first.counted_from == Event.CountedFrom.RECIPIENTS:
        sent = MaterialRecipient.objects.filter(grant=grant)
        yield c.Figure(sent.values("material").distinct().count(), c.Unit.TITLES)
        yield c.Figure(sum(sent.values_list("copies", flat=True)), c.Unit.COPIES)
        yield c.Figure(reached, c.Unit.ORGANISATIONS)
        return
    yield c.Figure(reached, c.Unit.PEOPLE)
    if first.counted_from == Event.CountedFrom.PROGRAMME:
        yield c.Figure(figures.counts["services_total"] or 0, c.Unit.SERVICES)


def _reach(figures: Figures, language: c.Language) -> c.Reach:
    return c.Reach(
        applied=figures.counts["applied"] or 0,
        entered=figures.counts["entered"] or 0,
        planned=figures.counts["planned"],
        not_entered=tuple(
            c.CountRow(part.label(language), part.count) for part in figures.tables["not_entered"]
        ),
    )


def _results(figures: Figures, language: c.Language) -> Iterable[c.ResultGroup]:
    for code, label in Category.choices:
        kinds = [kind for kind in figures.kinds if kind.category == code]
        if kinds:
            rows = (
                c.KindRow(in_language(kind.names, language), kind.people, kind.sessions) for kind in kinds
            )
            yield c.ResultGroup(str(label), tuple(rows))


def _refusals(figures: Figures, language: c.Language) -> Iterable[c.RefusalRow]:
    for one in figures.ended["refused"]:
        yield c.RefusalRow(in_language(one.kind, language), in_language(one.why, language), one.count)
    for kind, reason, count in _noted(figures.ended["declined"], language):
        yield c.RefusalRow(kind, reason, count, by_person=True)


def _noted(rows: Sequence[Ended], language: str) -> list[tuple[str, str, int]]:
    ordered = sorted(rows, key=lambda one: -one.count)
    listed = [(in_language(one.kind, language), in_language(one.why, language), one.count) for one in ordered]
    rest: dict[str, int] = {}
    for kind, _why, count in listed[MOST_NAMED:]:
        rest[kind] = rest.get(kind, 0) + count
    return listed[:MOST_NAMED] + [(kind, _("other notes"), count) for kind, count in rest.items()]


def _contact_lost(rows: Sequence[Ended], language: str) -> Iterable[c.ContactLostRow]:
    sums: dict[tuple[str, c.LossReason], int] = {}
    for one in rows:
        key = in_language(one.kind, language), _nature(one.code)
        sums[key] = sums.get(key, 0) + one.count
    return [c.ContactLostRow(kind, nature, count) for (kind, nature), count in sums.items()]


def _nature(cause: str) -> c.LossReason:
    return "objective" if cause == "objective" else "subjective" if cause == "subjective" else ""


def _unmet(rows: Sequence[Ended], language: str) -> Iterable[c.UnmetDemand]:
    for kind in dict.fromkeys(in_language(one.kind, language) for one in rows):
        of_kind = [one for one in rows if in_language(one.kind, language) == kind]
        wishes = [c.CountRow(why, count) for _kind, why, count in _noted(of_kind, language) if why]
        yield c.UnmetDemand(kind, sum(one.count for one in of_kind), tuple(wishes))


def _plan(figures: Figures, differences: Differences, language: c.Language) -> Iterable[c.PlanRow]:
    shown = [*differences.plan, *(line for line in differences.events if line.differs)]
    for line in shown:
        unit = _UNIT[line.key.partition(":")[0]]
        yield c.PlanRow(line.name(language), unit, line.plan, line.fact, _explained(line, figures, language))


def _mismatches(figures: Figures, differences: Differences, language: c.Language) -> Iterable[c.Mismatch]:
    for line in differences.mismatches:
        declared = line.explanation is not None and line.explanation.uses == "declared"
        yield c.Mismatch(
            name=figure_name(line, language),
            declared=line.plan or 0,
            counted=line.fact,
            used="declared" if declared else "counted",
            explanation=_explained(line, figures, language),
        )


def figure_name(line: PlanFact, language: str) -> str:
    """The name of a declared figure: as declared in Russian, the indicator's own in other languages."""
    if language == "ru":
        return line.name("ru")
    names: dict[str, Promise] = {one.key: one.name for one in (*PUBLISHED, *ON_PAGES_ONLY)}
    with override(language):
        return str(names.get(line.figure, line.name(language)))


def _explained(line: PlanFact, figures: Figures, language: c.Language) -> str:
    return tokens.render(line.explanation.text(language), figures, language) if line.explanation else ""


def _budget(grant: Grant) -> c.Budget:
    rows = (c.BudgetRow(line.article, line.planned, line.spent, line.note) for line in grant.budget.all())
    moves = grant.reallocations.select_related("source", "target").order_by("decided_on", "pk")
    moved = (c.Reallocation(one.source.article, one.target.article, one.amount, one.reason) for one in moves)
    return c.Budget(tuple(rows), tuple(moved))


_PARTS: Final = {
    Event.Form.SURVEY: gettext_lazy("surveys"),
    Event.Form.MEETING: gettext_lazy("working meetings"),
    Event.Form.PROGRAMME: gettext_lazy("programme"),
    Event.Form.PUBLICATION: gettext_lazy("publications"),
    Event.Form.OTHER: gettext_lazy("other events"),
}


def _participation(grant: Grant, figures: Figures, language: c.Language) -> c.Participation:
    counted = [event for event in grant.events.all() if event.counted_from != Event.CountedFrom.RECIPIENTS]
    parts = []
    for form in dict.fromkeys(event.form for event in counted):
        held = [event for event in counted if event.form == form]
        reached = sum(figures.part("events", str(event.number)) for event in held)
        parts.append(c.ParticipationPart(str(_PARTS[Event.Form(form)]), reached, _unique(held, figures)))
    return c.Participation(figures.counts["attendances"] or 0, figures.counts["unique_people"], tuple(parts))


def _unique(held: list[Event], figures: Figures) -> int | None:
    first = held[0]
    if all(event.counted_from == Event.CountedFrom.PROGRAMME for event in held):
        return figures.counts["entered"]
    if first.form == Event.Form.MEETING:
        return figures.counts["meeting_people"]
    return figures.counts["survey_people"] if first.form == Event.Form.SURVEY else None


def _statistics(figures: Figures, language: c.Language) -> c.Statistics:
    return c.Statistics(
        men=figures.counts["men"] or 0,
        women=figures.counts["women"] or 0,
        statuses=_table(figures, "status", language),
        ages=_table(figures, "age", language),
        sex_unknown=figures.unknown["sex"],
    )


def _table(figures: Figures, key: str, language: c.Language) -> tuple[c.CountRow, ...]:
    rows = [c.CountRow(part.label(language), part.count) for part in figures.tables[key]]
    if figures.unknown[key]:
        rows.append(c.CountRow(_("not known"), figures.unknown[key]))
    return tuple(rows)


def _narratives(grant: Grant, figures: Figures, language: c.Language) -> Iterable[c.Narrative]:
    for text in Narrative.objects.filter(grant=grant):
        if text.section in [str(key) for key in c.NarrativeKey]:
            body = tokens.render(text.text(language), figures, language)
            yield c.Narrative(c.NarrativeKey(text.section), body)
