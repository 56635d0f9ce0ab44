"""The draft of an explanation, put together from the journal, the applications and the budget, with links to the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from tirek.grants.models import Grant, Reallocation
from tirek.grants.naming import plain
from tirek.reports.deviations import MISMATCH, PlanFact
from tirek.reports.figures import Figures
from tirek.reports.indicators import in_language
from tirek.reports.indicators.endings import Ended
from tirek.ui import formats

_TELLING: Final = 5
"""Letters of a word that are compared: endings differ, beginnings do not."""
_COMMON: Final = frozenset({"услуг", "помощ", "оплат", "проче"})
_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Source:
    """Rows a draft rests on: the key of a figure, or "budget"."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed explanation in one language and what it rests on."""

    text: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class _Fact:
    sentence: str
    source: Source


def draft(grant: Grant, figures: Figures, line: PlanFact, language: str) -> Draft:
    """Offer an explanation of one difference; nothing is invented where the records are silent."""
    with override(language):
        if line.key.startswith(MISMATCH):
            facts = _about_declaration(figures, line)
        elif line.key == "people":
            facts = _about_people(figures, line, language)
        elif line.key.startswith("category:"):
            facts = _about_category(grant, figures, line, language)
        else:
            facts = _about_event(line)
        return Draft(" ".join(fact.sentence for fact in facts), [fact.source for fact in facts])


def _about_declaration(figures: Figures, line: PlanFact) -> list[_Fact]:
    sentence = _(
        "%(declared)s was declared by hand, the rows give %(counted)s; the report uses the count."
    ) % {
        "declared": line.plan,
        "counted": line.fact,
    }
    found = [_Fact(sentence, Source(line.figure, _("the counted rows"), line.fact))]
    if line.figure == "services_total":
        sessions = figures.counts["sessions_total"] or 0
        repeats = _("One person and one kind is one service; with repeats there were %(sessions)s sessions.")
        source = Source("sessions_total", _("sessions in the journal"), sessions)
        found.append(_Fact(repeats % {"sessions": sessions}, source))
    return found


def _about_people(figures: Figures, line: PlanFact, language: str) -> list[_Fact]:
    applied = figures.counts["applied"] or 0
    sentence = _(
        "%(applied)s people applied and %(entered)s entered the programme; %(planned)s were planned."
    ) % {
        "applied": applied,
        "entered": line.fact,
        "planned": line.plan or 0,
    }
    found = [_Fact(sentence, Source("applied", _("applications"), applied))]
    reasons = figures.tables["not_entered"]
    if reasons:
        listed = ", ".join(f"{part.label(language)} ({part.count})" for part in reasons)
        refused = sum(part.count for part in reasons)
        said = _("Did not enter: %(list)s.") % {"list": listed}
        found.append(_Fact(said, Source("not_entered", _("decisions not to enter"), refused)))
    return found


def _about_category(grant: Grant, figures: Figures, line: PlanFact, language: str) -> list[_Fact]:
    category = line.key.partition(":")[2]
    found = list(_given(figures, line, category, language))
    for ending, sentence, label in _ENDINGS():
        rows = [one for one in figures.ended[ending] if one.category == category]
        if rows:
            count = sum(one.count for one in rows)
            said = sentence % {"count": count, "list": _listed(rows, language)}
            found.append(_Fact(said, Source(_rows_of(ending, category, rows), label, count)))
    others = figures.unknown.get(f"not_own_wish:{category}", 0)
    if others:
        said = ngettext(
            "%(count)s of those who did not come was sent at another's wish, not the person's own.",
            "%(count)s of those who did not come were sent at another's wish, not their own.",
            others,
        )
        source = Source(f"not_attended:{category}", _("the journal: whose wish it was"), others)
        found.append(_Fact(said % {"count": others}, source))
    found += _moved(grant, line, figures, category)
    return found


def _given(figures: Figures, line: PlanFact, category: str, language: str) -> Iterable[_Fact]:
    kinds = [kind for kind in figures.kinds if kind.category == category]
    if not kinds:
        yield _Fact(
            _("The journal holds no service of this category given."),
            Source(line.figure, _("the journal"), 0),
        )
        return
    listed = ", ".join(f"{in_language(kind.names, language)}: {kind.people}" for kind in kinds)
    sentence = _("Given to people: %(list)s; %(planned)s were planned.") % {
        "list": listed,
        "planned": line.plan or 0,
    }
    yield _Fact(sentence, Source(line.figure, _("services given"), line.fact))


def _ENDINGS() -> list[tuple[str, str, str]]:  # noqa: N802 - a table whose words follow the active language
    return [
        ("refused", _("The provider refused %(count)s times: %(list)s."), _("refusals")),
        ("declined", _("People declined %(count)s times: %(list)s."), _("declined by the person")),
        ("not_attended", _("%(count)s did not come: %(list)s."), _("did not come")),
        ("contact_lost", _("Contact was lost with %(count)s: %(list)s."), _("contact lost")),
        ("unmet", _("No suitable programme was found for %(count)s: %(list)s."), _("wishes kept")),
    ]


def _listed(rows: list[Ended], language: str) -> str:
    sums: dict[str, int] = {}
    for one in rows:
        why = in_language(one.why, language) or _("no reason noted")
        sums[why] = sums.get(why, 0) + one.count
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{why} ({count})" for why, count in ordered[:_MOST_NAMED])
    rest = sum(count for _why, count in ordered[_MOST_NAMED:])
    return listed + (", " + _("other (%(count)s)") % {"count": rest} if rest else "")


def _rows_of(ending: str, category: str, rows: list[Ended]) -> str:
    if ending == "unmet":
        return "unmet_training" if category == "education" else "service_rows"
    return f"{ending if ending != 'refused' else 'refused_total'}:{category}"


def _about_event(line: PlanFact) -> list[_Fact]:
    sentence = _("%(fact)s took part, %(planned)s were planned.") % {
        "fact": line.fact,
        "planned": line.plan or 0,
    }
    return [_Fact(sentence, Source(line.figure, _("list of participants"), line.fact))]


def _moved(grant: Grant, line: PlanFact, figures: Figures, category: str) -> list[_Fact]:
    words = [*line.names.values(), *(kind.names["ru"] for kind in figures.kinds if kind.category == category)]
    found = []
    for move in Reallocation.objects.filter(grant=grant).select_related("source", "target").order_by("pk"):
        if not (_same_matter(move.source.article, words) or _same_matter(move.target.article, words)):
            continue
        sentence = _("%(sum)s moved from “%(source)s” to “%(target)s”: %(reason)s.") % {
            "sum": formats.tenge(move.amount),
            "source": move.source.article,
            "target": move.target.article,
            "reason": move.reason.rstrip("."),
        }
        found.append(_Fact(sentence, Source("budget", _("change of the budget"), 1)))
    return found


def _same_matter(article: str, names: list[str]) -> bool:
    return bool(_stems([article]) & _stems(names))


def _stems(names: Iterable[str]) -> set[str]:
    words = (word for name in names for word in plain(name).split())
    return {word[:_TELLING] for word in words if len(word) >= _TELLING} - _COMMON
