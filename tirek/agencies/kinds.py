"""What kinds of agency take part in an oblast; the law gives most of them a role in the case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """Kinds of agency in an oblast, those who help a person most often first."""

    NGO = "ngo", _("Non-governmental organisation")
    PROBATION = "probation", _("Probation service")
    INSTITUTION = "institution", _("Penal institution")
    PENAL_DEPARTMENT = "penal_department", _("Oblast penal department")
    PENAL_COMMITTEE = "penal_committee", _("National penal committee")
    AKIMAT = "akimat", _("Local executive body")
    SOCIAL_DEPARTMENT = "social_department", _("Oblast department of employment and social programmes")
    SOCIAL = "social", _("Social protection body")
    EMPLOYMENT = "employment", _("Career centre")
    LABOUR_MOBILITY = "labour_mobility", _("Labour mobility centre")
    ADAPTATION = "adaptation", _("Social adaptation centre")
    FAMILY_SUPPORT = "family_support", _("Family support centre")
    CLINIC = "clinic", _("Health organisation")
    MENTAL_HEALTH = "mental_health", _("Mental health centre")
    INFECTION = "infection", _("Tuberculosis or AIDS centre")
    POLICE = "police", _("Police")
    MIGRATION = "migration", _("Migration service")
    PUBLIC_SERVICE = "public_service", _("Public service centre")
    TRAINING = "training", _("Training organisation")
    EMPLOYER = "employer", _("Employer")
    BAR = "bar", _("Bar association")
    PROSECUTOR = "prosecutor", _("Prosecutor's office")
    COURT = "court", _("Court")
    MILITARY = "military", _("Military registration office")
    GUARDIANSHIP = "guardianship", _("Guardianship body")
    RELIGIOUS = "religious", _("Religious association")
    DONOR = "donor", _("Giver of grants")
    OTHER = "other", _("Other organisation")
