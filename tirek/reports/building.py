"""Building a version: count once, assemble both languages, render four documents, freeze all of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from tirek.audit.actors import Actor
from tirek.gate.acting import act_as
from tirek.reports import actions, pictures
from tirek.reports.assembling import Edition, assemble
from tirek.reports.deviations import differences
from tirek.reports.documents import LANGUAGES, frozen, rendered
from tirek.reports.figures import Figures, count_figures
from tirek.reports.models import ReportVersion
from tirek.reports.policies import NotReady, may_be_final
from tirek.reports.readiness import readiness


def build_version(*, version_id: UUID, by: Actor) -> ReportVersion | None:
    """Build a waiting version; None when another worker has it. Trouble leaves it failed and is raised."""
    with act_as(by, purpose="report"):
        version = actions.begin_version(version_id=version_id, by=by)
    if version is None:
        return None
    try:
        with act_as(by, purpose="report"):
            return actions.finish_version(version=version, **_made(version), by=by)
    except Exception as error:
        trouble = "not_ready" if isinstance(error, NotReady) else type(error).__name__
        with act_as(by, purpose="report"):
            actions.fail_version(version=version, trouble=trouble, by=by)
        raise


def _made(version: ReportVersion) -> dict[str, Any]:
    grant = version.grant
    figures: Figures = count_figures(grant)
    differing = differences(grant, figures)
    if version.final:
        may_be_final(readiness(grant, figures, differing))
    edition = Edition(version.number, localdate(), version.author, version.final)
    contents = {language: assemble(grant, figures, differing, edition, language) for language in LANGUAGES}
    return {
        "figures": figures.published(grant),
        "content": {language: frozen(content) for language, content in contents.items()},
        "charts": {language: pictures.ask_all(figures, language) for language in LANGUAGES},
        "files": rendered(contents),
    }
