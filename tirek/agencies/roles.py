"""What a worker does, what a role may see at all, and in which agencies it is held: three tables to be read as they stand.

A role opens a category; of whom, a permit says. No role sees everything: whoever needs two of them is given both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tirek.agencies.kinds import AgencyKind

IDENTITY, CONTACT, SOCIAL, JUSTICE, HEALTH, PRIVATE = range(1, 7)


class Role(models.TextChoices):
    """The codes of WorkerRole."""

    SOCIAL_WORKER = "social_worker", _("Social worker")
    PROBATION_OFFICER = "probation_officer", _("Probation officer")
    RECORDS_CLERK = "records_clerk", _("Clerk of an institution's records section")
    CLINIC = "clinic", _("Worker of a health organisation")
    EMPLOYMENT = "employment", _("Worker of a career centre")
    SPECIALIST = "specialist", _("Psychologist or lawyer")
    GRANT_MANAGER = "grant_manager", _("Grant manager")
    COORDINATOR = "coordinator", _("Regional coordinator")
    AGENCY_ADMIN = "agency_admin", _("Administrator of the organisation")
    AUDITOR = "auditor", _("Auditor")
    DONOR = "donor", _("Representative of the donor")


SEES: Final[Mapping[str, frozenset[int]]] = {
    # Own people in full, but never a psychologist's or lawyer's notes; health is a need and an appointment.
    Role.SOCIAL_WORKER: frozenset({IDENTITY, CONTACT, SOCIAL, JUSTICE, HEALTH}),
    # Plan, answers and reasons of refusal; whether health helped is none of probation's business.
    Role.PROBATION_OFFICER: frozenset({IDENTITY, CONTACT, SOCIAL, JUSTICE}),
    # The release list and the hand-over form; where the person lives afterwards is not for the institution.
    Role.RECORDS_CLERK: frozenset({IDENTITY, JUSTICE}),
    # Name, appointment and what is asked; neither the history nor the article.
    Role.CLINIC: frozenset({IDENTITY, HEALTH}),
    # Name, skills and courses; neither health nor the article.
    Role.EMPLOYMENT: frozenset({IDENTITY, SOCIAL}),
    # Own sessions with their closed notes; that they are the author's own, the policy of the notes' table says.
    Role.SPECIALIST: frozenset({IDENTITY, CONTACT, SOCIAL, PRIVATE}),
    # The rows behind a figure by name: who received which service.
    Role.GRANT_MANAGER: frozenset({IDENTITY, SOCIAL}),
    # These work with figures, staff and journals: no person's data at all.
    Role.COORDINATOR: frozenset(),
    Role.AGENCY_ADMIN: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.DONOR: frozenset(),
}

ANYWHERE: Final = frozenset(AgencyKind)
HELD_IN: Final[Mapping[str, frozenset[AgencyKind]]] = {
    Role.SOCIAL_WORKER: frozenset(
        {
            AgencyKind.NGO,
            AgencyKind.RELIGIOUS,
            AgencyKind.AKIMAT,
            AgencyKind.SOCIAL_DEPARTMENT,
            AgencyKind.SOCIAL,
            AgencyKind.ADAPTATION,
            AgencyKind.FAMILY_SUPPORT,
            AgencyKind.GUARDIANSHIP,
        }
    ),
    Role.PROBATION_OFFICER: frozenset({AgencyKind.PROBATION, AgencyKind.PENAL_DEPARTMENT}),
    Role.RECORDS_CLERK: frozenset({AgencyKind.INSTITUTION}),
    Role.CLINIC: frozenset({AgencyKind.CLINIC, AgencyKind.MENTAL_HEALTH, AgencyKind.INFECTION}),
    Role.EMPLOYMENT: frozenset({AgencyKind.EMPLOYMENT, AgencyKind.LABOUR_MOBILITY, AgencyKind.TRAINING}),
    Role.SPECIALIST: frozenset(
        {
            AgencyKind.NGO,
            AgencyKind.PROBATION,
            AgencyKind.INSTITUTION,
            AgencyKind.ADAPTATION,
            AgencyKind.FAMILY_SUPPORT,
            AgencyKind.MENTAL_HEALTH,
            AgencyKind.BAR,
        }
    ),
    Role.GRANT_MANAGER: frozenset({AgencyKind.NGO, AgencyKind.RELIGIOUS, AgencyKind.TRAINING}),
    Role.COORDINATOR: frozenset({AgencyKind.AKIMAT, AgencyKind.SOCIAL_DEPARTMENT}),
    Role.AGENCY_ADMIN: ANYWHERE,
    Role.AUDITOR: ANYWHERE,
    Role.DONOR: frozenset({AgencyKind.DONOR, AgencyKind.AKIMAT, AgencyKind.SOCIAL_DEPARTMENT}),
}

FIRST: Final = (Role.AGENCY_ADMIN, Role.SOCIAL_WORKER, Role.GRANT_MANAGER)
"""What the first worker of an installation holds: an NGO of one person does all of its work."""


def categories_of(codes: Iterable[str]) -> frozenset[int]:
    """Everything that somebody holding these roles may see of a person who is permitted to the agency."""
    return frozenset().union(*(SEES[code] for code in codes))


def roles_for(kind: str) -> list[Role]:
    """The roles that make sense in an agency of this kind, in the order of the table."""
    return [role for role in Role if kind in HELD_IN[role]]
