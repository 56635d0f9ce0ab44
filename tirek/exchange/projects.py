"""Which grant a file belongs to: the one its project sheet names, the one chosen for it, else the agency's latest."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tirek.agencies import actions as agencies
from tirek.agencies.models import Agency
from tirek.audit.actors import Actor
from tirek.exchange.issues import Problem
from tirek.exchange.models import Import
from tirek.exchange.reading import Reading
from tirek.exchange.rows.project import Project, whole
from tirek.grants import actions as grants
from tirek.grants.models import Event, Grant
from tirek.grants.naming import plain
from tirek.grants.queries import grant_meant


@dataclass(frozen=True, slots=True)
class ProjectOfFile:
    """The project a file speaks of, and the grant that already stands for it."""

    agency_id: UUID
    project: Project | None
    grant: Grant | None
    is_incomplete: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nothing says which grant the file belongs to."""
        return self.project is None and self.grant is None

    @property
    def key(self) -> UUID | None:
        """The project part of a row's identity; rows that came before any grant stand under the agency."""
        if self.grant is not None:
            return self.grant.pk
        has_grants = Grant.objects.filter(agency_id=self.agency_id).exists()
        return None if self.project is not None and has_grants else self.agency_id

    def event_numbers(self) -> set[int]:
        """Numbers of the events the grant already has."""
        if self.grant is None:
            return set()
        return set(Event.objects.filter(grant=self.grant).values_list("number", flat=True))


def project_of(file: Import, reading: Reading) -> ProjectOfFile:
    """Find the project of a file that was just read."""
    rows = [row for row in reading.rows if row.sheet == "project"]
    project = whole([row.record for row in rows if not row.is_error])
    return find(file, project, is_incomplete=bool(rows) and project is None)


def find(file: Import, project: Project | None, *, is_incomplete: bool = False) -> ProjectOfFile:
    """The grant of a project; without a project sheet the chosen grant, else the agency's latest."""
    if project is not None:
        grant = grant_meant(file.agency_id, project.title, project.starts_on, project.ends_on)
    else:
        grant = file.grant or Grant.objects.filter(agency_id=file.agency_id).order_by("-starts_on").first()
    return ProjectOfFile(file.agency_id, project, grant, is_incomplete)


def hold_back_poorer(file: Import, reading: Reading, project: ProjectOfFile) -> None:
    """A sheet that lost a column since the last time is held back: a column that is gone says nothing, it empties nothing."""
    earlier = Import.objects.filter(
        agency_id=file.agency_id, state=Import.State.COMMITTED, grant=project.grant
    )
    had: dict[str, list[str]] = {}
    for columns in earlier.order_by("committed_at").values_list("columns", flat=True):
        had.update(columns)
    titles = {row.sheet: row.title for row in reading.rows}
    for sheet in sorted(reading.sheets & had.keys()):
        gone = sorted(set(had[sheet]) - set(reading.columns[sheet]))
        if gone:
            reading.hold_back(
                sheet, [Problem("column_vanished", titles.get(sheet, ""), code) for code in gone]
            )


def open_project(agency: Agency, project: Project, by: Actor) -> Grant:
    """Open or correct the grant a project sheet describes; a first grant also names an agency not yet described."""
    named = project.organisation
    is_first = not Grant.objects.filter(agency=agency).exists()
    taken = Agency.objects.filter(name=named).exclude(pk=agency.pk).exists()
    if named and is_first and not taken and plain(agency.name) != plain(named):
        agencies.describe_agency(
            agency=agency, name=named, kind=Agency.Kind.NGO, head=project.head, address=project.address, by=by
        )
    return grants.open_grant(
        agency=agency,
        title=project.title,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        amount=project.amount,
        head=project.head,
        address=project.address,
        donor=project.donor,
        by=by,
    )
