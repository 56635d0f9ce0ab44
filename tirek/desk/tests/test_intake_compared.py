"""Whoever may be meant stands beside what was typed, line by line; the wider search waits, and what is read is written down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.desk.tests.asking import ask, save
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.people import matching, stating
from tirek.people.models import NameKind
from tirek.people.registering import Statement
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def lines(asked: Any) -> dict[str, tuple[str, str, str]]:
    """The comparison with the first who may be meant: both sides and what it says, by the line's label."""
    return {
        str(line.label): (line.typed, line.held, line.state) for line in asked.context["compared"][0].lines
    }


def test_both_sides_stand_line_by_line(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    shown = lines(ask(page, name="Серикулы Нурлан Болатулы", birth="08.03.1998", sex="m", place="г. Риддер"))
    assert shown[_("Surname")] == ("Серикулы", "Серікұлы", "same")
    assert shown[_("Given name")][2] == "same"
    assert shown[_("Patronymic")] == ("Болатулы", "Ғабитұлы", "differs")
    assert shown[_("Birth date")] == ("08.03.1998", "08.03.1989", "close")
    assert shown[_("Town or village")] == ("г. Риддер", "г. Риддер", "same")


@pytest.mark.parametrize(("typed", "state"), [(people.IIN, "same"), ("", "")])
def test_an_iin_is_the_same_or_not_given_and_the_sealed_one_is_never_shown(
    page: Client, worker: Worker, typed: str, state: str
) -> None:
    people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989", iin=typed)
    held = next(line for line in asked.context["compared"][0].lines if line.label == _("IIN"))
    assert held.state == state
    assert not {char for char in f"{held.typed}{held.held}{held.says}" if char.isdigit()}
    without_the_form = asked.content.decode().replace(f'value="{typed}"', "")
    assert people.IIN not in without_the_form


def test_another_valid_iin_is_said_and_not_offered(page: Client, worker: Worker) -> None:
    known = people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989", iin="890308399007")
    assert asked.context["compared"] == []
    assert [guess.who for guess in asked.context["found"].apart] == [known]
    assert known.name in asked.content.decode()


def test_the_name_by_which_somebody_was_found_stands_beside_what_was_typed(
    page: Client, worker: Worker
) -> None:
    woman = people.person(worker, "Ахметова Айгүл Болатқызы", birth_on=date(1990, 5, 5), sex="f")
    maiden = Statement(name="Серікова Айгүл Болатқызы", name_kind=NameKind.MAIDEN)
    stating.state(person=woman, said=maiden, by=worker.actor)
    asked = ask(page, name="Серикова Айгуль Болатовна", birth="05.05.1990")
    one = asked.context["compared"][0]
    assert (one.guess.who, one.written, one.kind) == (woman, maiden.name, str(NameKind.MAIDEN.label))
    assert one.lines[0].held == "Серікова"


def test_swapped_names_are_compared_in_their_places(page: Client, worker: Worker) -> None:
    people.person(worker, "Ахметов Данияр Серікұлы", birth_on=date(1990, 5, 5))
    asked = ask(page, name="Данияр Ахметов Серикович", birth="05.05.1990")
    by_label = lines(asked)
    assert by_label[_("Surname")] == ("Ахметов", "Ахметов", "same")


def test_differences_are_said_in_words_and_not_by_colour_alone(page: Client, worker: Worker) -> None:
    people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Болатулы", birth="08.03.1998")
    html = asked.content.decode()
    for line in asked.context["compared"][0].lines:
        assert line.says and f"<span>{line.says}</span>" in html


def test_the_looser_keys_wait_until_somebody_new_is_registered(
    page: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[bool] = []
    look_up = matching.look_up

    def counting(subject: Any, *, further: bool = False) -> Any:
        asked_for.append(further)
        return look_up(subject, further=further)

    monkeypatch.setattr(matching, "look_up", counting)
    known = people.nurlan(worker)
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    save(page, asked, who=str(known.id))
    assert not any(asked_for)
    save(page, ask(page, name="Ким Олег"))
    assert asked_for.count(True) == 1


def test_searches_by_iin_are_limited_and_the_refusal_is_written_down(
    page: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "SEARCH_BY_IIN", tallies.Limit("search.iin", 2, 3600))
    iins = [people.IIN, "890308399007"]
    for iin in iins:
        assert ask(page, name="Ким Олег", birth="08.03.1989", iin=iin).status_code == 200
    refused = ask(page, name="Ким Олег", birth="08.03.1989", iin=people.IIN)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["iin"]
    assert Reading.objects.filter(action="denied", purpose="recognise").count() == 1
    assert ask(page, name="Ким Олег").status_code == 200


def test_going_on_with_the_same_iin_counts_once(
    page: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "SEARCH_BY_IIN", tallies.Limit("search.iin", 1, 3600))
    asked = ask(page, name="Ким Олег", birth="08.03.1989", iin=people.IIN)
    counted = asked.context["counted"]
    assert save(page, asked, counted=counted).status_code == 302
    other = {"counted": counted, "iin": "890308399007"}
    assert save(page, asked, **other).status_code == 422
    assert save(page, asked, counted=counted + "x").status_code == 422


def test_whoever_is_shown_side_by_side_is_written_down_as_read(page: Client, worker: Worker) -> None:
    known = people.nurlan(worker)
    ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    assert Reading.objects.filter(action="open", purpose="recognise").get().person_id == known.id


def test_another_agencys_records_are_one_sentence_however_many(page: Client) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        for patronymic in ("Ғабитұлы", "Ғабитович"):
            people.person(other, f"Серікұлы Нұрлан {patronymic}", birth_on=date(1989, 3, 8))
    asked = ask(page, name="Серикулы Нурлан Габитулы", birth="08.03.1989")
    assert asked.content.decode().count(reverse("access:ask")) == 1
    assert asked.context["compared"] == []
    assert not Reading.objects.filter(action="open").exists()


def test_more_alike_than_are_shown_is_said(page: Client, worker: Worker) -> None:
    for number in range(11):
        people.person(worker, f"Ким Олег {'АБВГДЕЖЗИКЛ'[number]}.")
    asked = ask(page, name="Ким Олег")
    assert asked.context["found"].left_out
    assert len(asked.context["compared"]) == 10
