"""The report as a list of blocks in the order of the official form, in the report's language, fully formatted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tirek.reports.content import NarrativeKey, ReportContent
from tirek.reports.layout import pictures, tables
from tirek.reports.layout.blocks import (
    Block,
    Bullets,
    Heading,
    Item,
    Outline,
    Paragraph,
    Picture,
    Signature,
    Table,
)
from tirek.reports.layout.figures import clean, day, money, number, period
from tirek.reports.layout.labels import LOCALES
from tirek.reports.layout.tables import Words, words_of


def lay_out(content: ReportContent) -> Outline:
    """Everything a renderer prints, in order."""
    t, imprint, header = words_of(content), content.imprint, content.header
    issue = t["issue"].format(
        version=number(imprint.version), day=day(imprint.made_on), author=clean(imprint.author)
    )
    return Outline(
        title=t["title"],
        project=clean(header.project),
        issue=issue,
        author=clean(imprint.author),
        footer=f"{clean(header.organisation)}. {issue}",
        page_word=t["page"],
        of_word=t["of"],
        draft=imprint.draft,
        draft_mark=t["draft"],
        draft_note=t["draft_note"],
        language=imprint.language,
        locale=LOCALES[imprint.language],
        blocks=tuple(_numbered((_tidy(block) for block in _blocks(content)), t)),
    )


def _blocks(content: ReportContent) -> Iterator[Block]:
    t = words_of(content)
    yield from _header(content, t)
    yield Heading(1, t["part"])
    yield from _events(content, t)
    yield from _goal_and_results(content, t)
    yield from _narrative(content, t, NarrativeKey.FACTS)
    yield from _deviations(content, t)
    yield from _narrative(content, t, NarrativeKey.CHANGE)
    yield from _statistics(content, t)
    yield Heading(2, t["section_3"])
    yield from _narrative(content, t, NarrativeKey.CONCRETE_RESULTS)
    yield from _narrative(content, t, NarrativeKey.LONG_TERM)
    yield Signature(t["signature"], content.header.head, t["signed_name"], t["stamp"], t["signed_on"])


def _header(content: ReportContent, t: Words) -> Iterator[Block]:
    header, absent = content.header, t["not_stated"]
    place = ", ".join(part for part in (header.address, header.phone) if part)
    yield Item(t["organisation"], header.organisation or absent)
    yield Item(t["head"], header.head or absent)
    yield Item(t["address"], place or absent)
    yield Item(t["project"], header.project or absent)
    yield Item(f"{t['period']} {t['period_hint']}", period(header.starts_on, header.ends_on))
    yield Item(t["granted"], money(header.granted))


def _events(content: ReportContent, t: Words) -> Iterator[Block]:
    yield Heading(2, t["section_1"], t["section_1_hint"])
    yield tables.events(content)
    yield Heading(3, t["totals"], t["totals_hint"])
    yield tables.totals(content)
    yield from _drawn(pictures.reach(content))
    if content.reach_by_month:
        yield tables.reach_by_month(content)


def _goal_and_results(content: ReportContent, t: Words) -> Iterator[Block]:
    yield from _narrative(content, t, NarrativeKey.GOAL_AND_RESULTS)
    yield tables.reach(content)
    yield tables.results(content)
    yield Paragraph(t["service_note"], "note")
    yield tables.refusals(content)
    yield tables.not_attended(content)
    yield tables.contact_lost(content)
    yield tables.unmet(content)


def _deviations(content: ReportContent, t: Words) -> Iterator[Block]:
    yield from _narrative(content, t, NarrativeKey.DEVIATIONS)
    yield tables.plan(content)
    yield from _drawn(pictures.plan(content))
    if content.mismatches:
        yield tables.mismatches(content)
    yield tables.budget(content)
    if content.budget.reallocations:
        yield tables.moves(content)


def _statistics(content: ReportContent, t: Words) -> Iterator[Block]:
    whole = content.participation
    figures = {
        "attendances": number(whole.attendances),
        "unique": "" if whole.unique is None else number(whole.unique),
    }
    yield Heading(2, t["section_2"])
    yield tables.participation(content)
    yield Paragraph(t["unique_unknown" if whole.unique is None else "unique_known"].format(**figures), "note")
    yield Paragraph(t["sex_statistics_note"], "note")
    yield Heading(3, t["gender"])
    yield tables.gender(content)
    yield Heading(3, t["statuses"])
    yield tables.statuses(content)
    yield Heading(3, t["ages"])
    yield tables.ages(content)
    yield from _drawn(pictures.ages(content))


def _narrative(content: ReportContent, t: Words, key: NarrativeKey) -> Iterator[Block]:
    yield Heading(3, t[key.value], t[f"{key.value}_hint"])
    body = clean(content.narrative(key))
    if not body:
        yield Paragraph(t["unwritten"], "gap")
    for part in body.split("\n\n"):
        yield from _paragraph(part)


def _paragraph(part: str) -> Iterator[Block]:
    """A run of lines that begin with a dash is a list; other lines are paragraphs."""
    listed: list[str] = []
    for line in (line.strip() for line in part.split("\n")):
        if line.startswith(("- ", "• ", "– ")):
            listed.append(line[2:].strip())
            continue
        if listed:
            yield Bullets(tuple(listed))
            listed = []
        if line:
            yield Paragraph(line)
    if listed:
        yield Bullets(tuple(listed))


def _drawn(picture: Picture | None) -> Iterator[Block]:
    if picture is not None:
        yield picture


def _tidy(block: Block) -> Block:
    """Names and reasons people typed are cleaned here, once, for both renderers."""
    match block:
        case Table():
            rows = (replace(row, cells=tuple(clean(cell) for cell in row.cells)) for row in block.rows)
            return replace(block, rows=tuple(rows))
        case Item():
            return replace(block, value=clean(block.value))
        case Signature():
            return replace(block, name=clean(block.name))
        case _:
            return block


def _numbered(blocks: Iterable[Block], t: Words) -> Iterator[Block]:
    tables_seen = pictures_seen = 0
    for block in blocks:
        if isinstance(block, Table):
            tables_seen += 1
            yield replace(block, caption=t["table"].format(n=tables_seen, name=block.caption))
        elif isinstance(block, Picture):
            pictures_seen += 1
            yield replace(block, caption=t["chart"].format(n=pictures_seen, name=block.caption))
        else:
            yield block
