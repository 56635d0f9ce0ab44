"""What people type about an agency, its staff, and themselves when they join it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.agencies.kinds import AgencyKind
from tirek.agencies.models import Agency, Approval, User
from tirek.agencies.roles import Role, roles_for
from tirek.ui.forms import CheckCards, DateField, Form, Segments

HINTS: Final[Mapping[str, Any]] = {
    Role.SOCIAL_WORKER: _("Sees own people in full, but not the notes of psychologists and lawyers"),
    Role.PROBATION_OFFICER: _("Sees the plan, answers and reasons of refusal; nothing of health"),
    Role.RECORDS_CLERK: _("Sees names and terms up to the hand-over, nothing after it"),
    Role.CLINIC: _("Sees the name and what is asked; no history, no article"),
    Role.EMPLOYMENT: _("Sees the name, skills and courses; no health, no article"),
    Role.SPECIALIST: _("Sees own sessions with closed notes"),
    Role.GRANT_MANAGER: _("Sees figures, the report and the rows behind them by name"),
    Role.COORDINATOR: _("Sees figures of the region, adds organisations; no names of people"),
    Role.AGENCY_ADMIN: _("Invites staff and gives roles; this alone shows no names of people"),
    Role.AUDITOR: _("Reads the journal and reviews approvals; no names of people"),
    Role.DONOR: _("Sees figures and the official report; no names of people"),
}


class RolesForm(Form):
    """What a worker does; several roles may be chosen."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=CheckCards(hints=HINTS, is_two_columns=True),
        error_messages={"required": _("Choose at least one role: without one nothing can be seen")},
    )

    def __init__(self, *args: Any, kind: str, held: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, initial={"roles": list(held), "id": uuid.uuid4()}, **kwargs)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(role), role.label) for role in roles_for(kind)]


class InviteForm(RolesForm):
    """Who is to join the staff."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Full name"), max_length=200)
    post = forms.CharField(label=_("Post"), max_length=120, required=False)
    field_order = ("id", "name", "post", "roles")


class FirstInviteForm(Form):
    """Who is to run an agency that nobody runs yet."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Full name"), max_length=200)
    post = forms.CharField(label=_("Post"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"id": uuid.uuid4()}, **kwargs)


class _NameForm(Form):
    """The name of an agency in both languages, which no other agency has."""

    name = forms.CharField(label=_("Name in Russian"), max_length=250)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=250, required=False)

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Two agencies of one name could not be told apart in a list."""
        name = str(self.cleaned_data["name"]).strip()
        others = Agency.objects.exclude(pk=self.agency.pk) if self.agency else Agency.objects.all()
        if others.filter(name=name).exists():
            raise ValidationError(_("Another organisation is called so. Add the town or the district"))
        return name


class RenameForm(_NameForm):
    """A new name and its first day."""

    since = DateField(label=_("First day of the new name"))

    def clean(self) -> dict[str, Any]:
        """A name begins after the one before it, and has begun already."""
        said = self.cleaned_data
        assert self.agency is not None
        now = self.agency.names.filter(valid_to__isnull=True).first()
        since = said.get("since")
        if since and since > timezone.localdate():
            self.add_error("since", _("This day has not come yet. Check the year"))
        elif since and now and now.valid_from and since <= now.valid_from:
            self.add_error("since", _("The name before it begins on the same day or later"))
        return said


class ParticularsForm(_NameForm):
    """A mistake in the present name, the head, the address: corrected, not dated."""

    head = forms.CharField(label=_("Head"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    place = forms.CharField(label=_("Town or district"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail of the organisation"),
        required=False,
        help_text=_("Requests and notices go there. An address that several people read, not one person's."),
    )


class CheckAgencyForm(ParticularsForm):
    """Particulars and the kind, which decides what roles its staff may hold: the coordinator's, not its own."""

    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=AgencyKind.choices)
    field_order = ("name", "name_kk", "kind")


class BranchForm(_NameForm):
    """A branch of the agency."""

    place = forms.CharField(label=_("Town or district"), max_length=120, required=False)


class AgencyForm(_NameForm):
    """An agency of the oblast, and the one it came from."""

    kind = forms.ChoiceField(
        label=_("Kind of organisation"), choices=[("", _("choose")), *AgencyKind.choices]
    )
    place = forms.CharField(label=_("Town or district"), max_length=120, required=False)
    predecessor = forms.ModelChoiceField(
        Agency.objects.order_by("name"),
        label=_("Came from"),
        required=False,
        empty_label=pgettext_lazy("predecessor", "none: it is new"),
        help_text=_("Where the organisation is the successor of another one."),
    )
    since = DateField(label=_("Exists since"), required=False)
    ends_predecessor = forms.BooleanField(
        label=_("The former organisation is no more"),
        required=False,
        help_text=_("Leave it empty where a part was split off and the rest goes on."),
    )

    def clean(self) -> dict[str, Any]:
        """A successor begins on a day that has come."""
        said = self.cleaned_data
        since = said.get("since")
        if since and since > timezone.localdate():
            self.add_error("since", _("This day has not come yet. Check the year"))
        if said.get("ends_predecessor") and not said.get("predecessor"):
            self.add_error("predecessor", _("Choose the organisation that is no more"))
        if said.get("ends_predecessor") and "since" in said and not since:
            self.add_error("since", _("Write the day: on it the former organisation ends"))
        return said


class ReviewForm(Form):
    """What the review of a deed found that nobody had signed second."""

    finding = forms.ChoiceField(
        label=_("What the review found"), choices=Approval.Finding.choices, widget=Segments
    )


class AcceptForm(Form):
    """The login and the password somebody chooses when joining the staff."""

    login = forms.CharField(
        label=_("Login"),
        max_length=150,
        validators=[User.username_validator],
        help_text=_("Letters, digits and . - _ only: you will type it every day."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters: four ordinary words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_login(self) -> str:
        """A login belongs to one person."""
        login = str(User.normalize_username(self.cleaned_data["login"]))
        if User.objects.filter(username=login).exists():
            raise ValidationError(_("This login is taken. Add a digit or your initials"))
        return login

    def clean(self) -> dict[str, Any]:
        """The same password twice, and one that is hard to guess."""
        said = self.cleaned_data
        password, again = said.get("password"), said.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ"))
        elif password:
            try:
                validate_password(password, User(username=said.get("login", "")))
            except ValidationError as weak:
                self.add_error("password", weak)
        return said
