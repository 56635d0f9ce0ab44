"""Letters: begun from a template, signed and numbered, opened again as real Word and PDF, gone, in the register for good."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tirek.agencies.models import Agency
from tirek.agencies.tests import make as staff
from tirek.documents.models import StoredFile
from tirek.documents.queries import body_of
from tirek.gate.acting import act_as
from tirek.gate.models import SealedValue
from tirek.outbox.catching import caught
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make as mailing
from tirek.people import actions as people
from tirek.referrals import actions as referring
from tirek.referrals import letter_actions as actions
from tirek.referrals import letter_texts as texts
from tirek.referrals import letters, unfounded
from tirek.referrals.discreet import revealing
from tirek.referrals.letter_models import Language, Letter, Letterhead, LetterKind
from tirek.referrals.models import Referral
from tirek.referrals.tests import make
from tirek.referrals.tests.letter_make import known, signed
from tirek.referrals.tests.make import Cast

pytestmark = pytest.mark.django_db
TO = "kanc@probation.example"


@pytest.fixture
def cast() -> Cast:
    return make.cast()


@pytest.fixture
def referral(cast: Cast) -> Referral:
    return make.sent(cast)


def refused(cast: Cast, referral: Referral, code: str = "not_in_hardship", **said: Any) -> Referral:
    terms = {"next_step": "talk", "note": "Живёт с родителями и работает."} | said
    make.doing(referring.refuse, referral, cast.provider, reason=make.reason(code), **terms)
    return known(referral)


def pdf_text(letter: Letter) -> str:
    assert letter.pdf is not None
    pages = pypdf.PdfReader(BytesIO(body_of(letter.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def word_text(letter: Letter) -> str:
    assert letter.word is not None
    document = Document(BytesIO(body_of(letter.word)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Ответ на направление", "помочь не можем", "Причина: не в трудной жизненной ситуации")),
        ("kk", ("Жолдамаға жауап", "көмектесе алмаймыз", "Себебі: өмірлік қиын жағдайда емес")),
    ],
)
def test_a_reasoned_refusal_is_read_in_word_and_in_pdf(
    cast: Cast, referral: Referral, language: str, words: tuple[str, ...]
) -> None:
    one = refused(cast, referral)
    with act_as(cast.provider.actor):
        letter = actions.write(referral=one, kind="refusal", language=language, by=cast.provider.actor)
        done = signed(letter, cast.provider)
        in_pdf, in_word = pdf_text(done), word_text(done)
    for word in (*words, one.numbered, one.initials, f"№ 1-{timezone.localdate().year}", "М. Ибраев"):
        assert word in in_pdf and word in in_word
    assert "Живёт с родителями" in in_pdf and "Живёт с родителями" in in_word
    assert cast.person.surname not in in_pdf + in_word
    assert "{" not in in_pdf + in_word


def test_the_pdf_is_tagged_and_says_its_language(cast: Cast, referral: Referral) -> None:
    letter = actions.write(referral=known(referral), kind="referral", language="kk", by=cast.sender.actor)
    done = signed(letter, cast.sender)
    assert done.pdf is not None
    root: Any = pypdf.PdfReader(BytesIO(body_of(done.pdf))).trailer["/Root"]
    assert root["/Lang"].startswith("kk") and root["/MarkInfo"]["/Marked"]


def test_the_register_numbers_without_a_gap_and_for_each_agency(cast: Cast, referral: Referral) -> None:
    first = signed(
        actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor),
        cast.sender,
    )
    second = signed(
        actions.write(referral=known(referral), kind="referral", language="kk", by=cast.sender.actor),
        cast.sender,
    )
    assert (first.number, second.number) == (1, 2)
    one = refused(cast, referral)
    with act_as(cast.provider.actor):
        other = signed(
            actions.write(referral=one, kind="refusal", language="ru", by=cast.provider.actor), cast.provider
        )
        assert other.number == 1


def test_a_letter_has_no_number_before_it_is_signed_and_no_other_text_after(
    cast: Cast, referral: Referral
) -> None:
    letter = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    with pytest.raises(actions.NotThere):
        actions.sign(
            letter=letter,
            version=letter.version,
            signer="А",
            signer_post="",
            registered_on=timezone.localdate(),
            by=cast.sender.actor,
        )
    done = signed(letter, cast.sender)
    with pytest.raises(actions.NotThere):
        actions.edit(letter=done, version=done.version, body="Другое", by=cast.sender.actor)


def test_begun_twice_it_is_one_letter_and_a_stale_text_is_refused(cast: Cast, referral: Referral) -> None:
    one = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    assert (
        actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor) == one
    )
    actions.edit(letter=one, version=1, body="Первый", by=cast.sender.actor)
    with pytest.raises(actions.Changed) as changed:
        actions.edit(letter=one, version=1, body="Второй", by=cast.sender.actor)
    assert changed.value.letter.body == "Первый"


def test_the_person_is_told_why_what_else_there_is_and_how_to_object(cast: Cast, referral: Referral) -> None:
    one = refused(cast, referral)
    with act_as(cast.provider.actor):
        letter = actions.write(referral=one, kind="person", language="ru", by=cast.provider.actor)
        for word in (
            "не в трудной",
            "Что можно сделать",
            "не согласиться",
            "Отправитель",
            "Жалоба ничего не ухудшит",
        ):
            assert word in letter.body
        done = signed(letter, cast.provider)
        assert done.to_agency is None
        with pytest.raises(actions.NotThere):
            actions.send_by_mail(letter=done, version=done.version, to=TO, by=cast.provider.actor)


def test_the_letter_goes_by_mail_as_it_is_kept_and_once(
    cast: Cast, referral: Referral, tmp_path: Path
) -> None:
    done = signed(
        actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor),
        cast.sender,
    )
    actions.send_by_mail(letter=done, version=done.version, to=TO, by=cast.sender.actor)
    with pytest.raises(actions.Changed):
        actions.send_by_mail(letter=done, version=done.version, to=TO, by=cast.sender.actor)
    with mailing.caught_in(tmp_path / "mail") as folder:
        attempt(Message.objects.get().id, cast.sender.actor)
        (mail,) = caught(folder)
    assert done.pdf is not None
    assert [(mime, body) for _name, mime, body in mail.files] == [("application/pdf", body_of(done.pdf))]
    assert referral.initials not in mail.text + mail.subject + mail.files[0][0]
    done.refresh_from_db()
    assert (done.state, done.sent_how) == ("sent", "mail")


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", Language)
def test_every_built_in_text_knows_its_braces_and_reveals_no_record(kind: str, language: str) -> None:
    body = texts.BUILT_IN[LetterKind(kind), Language(language)]
    texts.check(kind, body)
    assert (
        revealing(body, texts.TITLES[LetterKind(kind), Language(language)], texts.MAIL[Language(language)])
        == []
    )


@pytest.mark.parametrize("body", ["{iin}", "{person.surname}", "{person!r}", "{", "{0}", "{}"])
def test_a_text_with_braces_nobody_can_fill_is_refused(cast: Cast, body: str) -> None:
    with pytest.raises(texts.UnknownField):
        actions.keep_text(kind="referral", language="ru", body=body, by=cast.sender.actor)


def test_an_agencys_own_text_is_used_by_it_alone_until_it_is_emptied(cast: Cast, referral: Referral) -> None:
    actions.keep_text(
        kind="referral", language="ru", body="Примите, пожалуйста: {person}", by=cast.sender.actor
    )
    letter = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    assert letter.body.startswith("Примите, пожалуйста: ")
    with act_as(cast.provider.actor):
        assert "Примите" not in letters.body_for(known(referral), "referral", "ru", cast.provider.agency)
    actions.keep_text(kind="referral", language="ru", body=" ", by=cast.sender.actor)
    assert "Примите" not in letters.body_for(known(referral), "referral", "ru", cast.sender.agency)


def test_what_is_empty_leaves_no_half_sentence() -> None:
    said = texts.fill("Причина: {reason}.\n\n{note}\n\nКонец.", {"reason": "нет мест", "note": ""})
    assert said == "Причина: нет мест.\n\nКонец."


def test_a_value_with_braces_stays_text() -> None:
    assert texts.fill("{note}", {"note": "{reason} & <w:p/>"}) == "{reason} & <w:p/>"


@pytest.mark.parametrize("kind", [Agency.Kind.EMPLOYER, Agency.Kind.TRAINING])
def test_no_letter_to_employer_or_school_tells_of_a_record(kind: str) -> None:
    cast = make.cast(sends=Agency.Kind.PROBATION, gives=kind, category="education")
    cast.sender.agency.names.update(name_ru="Служба пробации г. Риддера")
    referral = known(make.sent(cast, asked_for="Принять на курс сварщиков"))
    by = cast.sender.actor
    with pytest.raises(letters.Reveals):
        actions.write(referral=referral, kind="referral", language="ru", by=by)
    Letterhead.objects.create(
        agency=cast.sender.agency, neutral_ru="Центр «Қадам»", contacts="8 7232 00-00-00"
    )
    letter = actions.write(referral=referral, kind="referral", language="ru", by=by)
    with pytest.raises(letters.Reveals):
        actions.edit(letter=letter, version=letter.version, body="Человек освободился из колонии", by=by)
    done = signed(letter, cast.sender)
    for said in (pdf_text(done), word_text(done)):
        assert "Центр «Қадам»" in said and not revealing(said)
    assert done.pdf is not None and done.word is not None
    about = pypdf.PdfReader(BytesIO(body_of(done.pdf))).metadata
    core = Document(BytesIO(body_of(done.word))).core_properties
    assert about is not None and not revealing(
        str(dict(about)), core.author, core.last_modified_by, core.title
    )


def test_a_letter_is_the_agencys_own(cast: Cast, referral: Referral) -> None:
    actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    with act_as(cast.provider.actor):
        assert not Letter.objects.exists()
        with pytest.raises(actions.NotYours):
            actions.write(referral=known(referral), kind="referral", language="ru", by=cast.provider.actor)


def test_unfounded_requests_are_counted_by_sender_with_the_reason(cast: Cast) -> None:
    for code in ("not_in_hardship", "not_in_hardship", "out_of_stock"):
        refused(cast, make.sent(cast, consent=make.consent(cast).id), code)
    make.sent(cast, consent=make.consent(cast).id)
    with act_as(cast.provider.actor):
        (sender,) = unfounded.by_sender(cast.provider.agency_id, timezone.localdate().year)
        assert unfounded.by_sender(cast.provider.agency_id, 2017) == []
    assert (sender.asked, sender.refused, sender.unfounded, sender.percent) == (4, 3, 2, 50)
    assert [(one.count, one.is_unfounded) for one in sender.reasons] == [(2, True), (1, False)]


def test_returned_and_refused_again_it_is_one_refusal_with_the_last_reason(
    cast: Cast, referral: Referral
) -> None:
    refused(cast, referral, "not_in_hardship")
    make.doing(referring.give_back, referral, cast.sender, why="Уже не живёт с родителями")
    refused(cast, referral, "out_of_stock")
    with act_as(cast.provider.actor):
        (sender,) = unfounded.by_sender(cast.provider.agency_id, timezone.localdate().year)
    assert (sender.refused, sender.unfounded) == (1, 0)


def test_the_pages_walk_a_letter_from_the_referral_to_the_register(
    client: Client, cast: Cast, referral: Referral
) -> None:
    client.force_login(cast.sender.user)
    begun = client.post(reverse("letters:write", args=[referral.pk]), {"kind": "referral", "language": "ru"})
    letter = Letter.objects.get()
    assert begun["Location"] == reverse("letters:letter", args=[letter.pk])
    assert referral.initials in client.get(begun["Location"]).content.decode()
    client.post(begun["Location"], {"version": "1", "body": "Своими словами"})
    client.post(reverse("letters:hand_over", args=[letter.pk]), {"version": "2"})
    assert "letters:" not in client.get(reverse("letters:register")).content.decode()
    said = {"version": "3", "signer": "А. С.", "registered_on": f"{timezone.localdate():%d.%m.%Y}"}
    client.post(reverse("letters:sign", args=[letter.pk]), said)
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.body) == ("signed", 1, "Своими словами")
    client.post(reverse("letters:sent", args=[letter.pk]), {"version": "4", "how": "hand"})
    letter.refresh_from_db()
    assert (letter.state, letter.sent_how) == ("sent", "hand")
    page = client.get(reverse("letters:register")).content.decode()
    assert f"№ {letter.numbered}" in page
    assert client.get(reverse("letters:statistics")).status_code == 200
    assert client.get(reverse("letters:texts")).status_code == 200


@pytest.mark.parametrize("step", ["sign", "send", "sent", "hand_over", "cancel"])
def test_a_step_with_something_missing_says_so_on_the_page(
    client: Client, cast: Cast, referral: Referral, step: str
) -> None:
    client.force_login(cast.sender.user)
    letter = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    assert client.post(reverse(f"letters:{step}", args=[letter.pk])).status_code == 422


def test_what_was_typed_is_kept_when_somebody_was_quicker(
    client: Client, cast: Cast, referral: Referral
) -> None:
    client.force_login(cast.sender.user)
    letter = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    actions.edit(letter=letter, version=1, body="Первый", by=cast.sender.actor)
    address = reverse("letters:letter", args=[letter.pk])
    answer = client.post(address, {"version": "1", "body": "Второй"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "Второй" in said and 'name="version" value="2"' in said


def test_the_own_text_and_the_letterhead_are_kept_on_their_pages(client: Client, cast: Cast) -> None:
    client.force_login(cast.sender.user)
    text = reverse("letters:text", args=["refusal", "kk"])
    assert client.post(text, {"body": "{iin}"}).status_code == 422
    assert client.post(text, {"body": "Қысқа: {reason}"}).status_code == 302
    head = reverse("letters:letterhead")
    assert client.post(head, {"neutral_ru": "Помощь осуждённым"}).status_code == 422
    assert client.post(head, {"neutral_ru": "Центр помощи", "signer": "А. С."}).status_code == 302
    assert Letterhead.objects.get(agency=cast.sender.agency).signer == "А. С."


def test_another_agencys_letter_is_not_there(client: Client, cast: Cast, referral: Referral) -> None:
    letter = actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor)
    stranger = staff.worker("stranger", of=staff.agency("Чужой фонд"), name="Чужая")
    for worker in (stranger, cast.provider):
        client.force_login(worker.user)
        assert client.get(reverse("letters:letter", args=[letter.pk])).status_code == 404


def test_whoever_is_erased_is_read_in_no_letter_any_more(cast: Cast, referral: Referral) -> None:
    done = signed(
        actions.write(referral=known(referral), kind="referral", language="ru", by=cast.sender.actor),
        cast.sender,
    )
    actions.send_by_mail(letter=done, version=done.version, to=TO, by=cast.sender.actor)
    people.erase(person=cast.person, ground="заявление человека", by=cast.sender.actor)
    letter = Letter.objects.get(pk=done.pk)
    assert (letter.body, letter.pdf, letter.word, letter.number) == ("—", None, None, 1)
    assert not StoredFile.objects.filter(pk__in=[done.pdf_id, done.word_id]).exists()
    assert not SealedValue.objects.filter(kind__in=["workbook", "message"]).exists()
    assert Message.objects.get().state == "dropped"


@pytest.mark.parametrize(
    "said",
    [
        "судимость",
        "Освобождён из колонии",
        "по линии УИС",
        "сотталған",
        "пробация қызметі",
        "бас бостандығынан айыру",
    ],
)
def test_words_that_tell_of_a_record_are_found(said: str) -> None:
    assert revealing(said)


@pytest.mark.parametrize(
    "said",
    [
        "Курс сварщиков",
        "Нужна справка 086",
        "Жұмысқа орналасу",
        "удобное время",
        "Свободные места",
        "Заключение врача",
    ],
)
def test_plain_words_are_let_through(said: str) -> None:
    assert not revealing(said)


def test_a_day_of_the_letter_is_not_to_come() -> None:
    from tirek.referrals.letter_forms import SignForm

    form = SignForm({"version": "1", "signer": "А", "registered_on": str(date(2199, 1, 1))})
    assert "registered_on" in form.errors and re.search(r"\w", str(form.errors["registered_on"]))
