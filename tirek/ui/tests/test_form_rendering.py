"""Every field is rendered with its label, hint and error tied to it."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tirek.ui.forms import DateField, Form, RadioCards, Segments


class Sample(Form):
    """Some fields."""

    born_on = DateField(label="Born")
    town = forms.CharField(label="Town", required=False, help_text="Where now")
    reason = forms.ChoiceField(
        label="Reason",
        choices=[("a", "First"), ("b", "Second")],
        widget=RadioCards(hints={"a": "a hint"}, icons={"b": "clock"}),
    )
    outcome = forms.ChoiceField(label="Outcome", choices=[("x", "X")], widget=Segments())
    plain = forms.ChoiceField(label="Plain", choices=[("p", "P")], widget=forms.RadioSelect)


def test_a_day_is_a_text_field_that_shows_day_month_year() -> None:
    html = str(Sample(initial={"born_on": dt.date(1990, 3, 2)})["born_on"].as_field_group())
    assert 'value="02.03.1990"' in html
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert "data-date" in html


def test_what_was_typed_comes_back_unchanged_with_the_error_beside_it() -> None:
    form = Sample({"born_on": "31.06.2017"})
    html = str(form["born_on"].as_field_group())
    assert 'value="31.06.2017"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_born_on_helptext id_born_on_error"' in html
    assert 'id="id_born_on_error"' in html


def test_a_field_without_errors_is_not_marked_invalid() -> None:
    assert "aria-invalid" not in str(Sample()["town"].as_field_group())


def test_a_hint_is_tied_to_its_field() -> None:
    html = str(Sample()["town"].as_field_group())
    assert 'id="id_town_helptext"' in html
    assert 'aria-describedby="id_town_helptext"' in html


def test_choices_stand_in_a_fieldset_and_carry_their_hints() -> None:
    html = str(Sample()["reason"].as_field_group())
    assert "<fieldset" in html
    assert "<small>a hint</small>" in html
    assert "#clock" in html


def test_radio_buttons_of_any_form_are_cards() -> None:
    assert 'class="option"' in str(Sample()["plain"].as_field_group())


def test_the_whole_form_renders_every_visible_field() -> None:
    html = str(Sample())
    assert html.count('class="field') == 5


def test_a_day_is_read_from_iso_too() -> None:
    assert DateField().clean("2017-07-21") == dt.date(2017, 7, 21)


def test_an_empty_optional_day_is_nothing() -> None:
    assert DateField(required=False).clean("") is None


def test_a_wrong_day_is_a_validation_error() -> None:
    with pytest.raises(ValidationError):
        DateField().clean("07/21/2017")


def test_a_day_left_alone_is_not_a_change() -> None:
    form = Sample({"born_on": "21.07.2017"}, initial={"born_on": dt.date(2017, 7, 21)})
    assert "born_on" not in form.changed_data
