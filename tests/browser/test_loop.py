"""The loop by the pages alone: asked by mail, refused by link, returned, accepted, helped, written down, and counted once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from bench.installation import installation
from tests.browser.conftest import PHONE, Site, come_in, storage
from tests.browser.loop_cast import GRANT, LAWYERS, LAWYERS_MAIL, LOGIN, PASSWORD, PERSON, PROBATION

ARRIVES = 60_000
KIND = "Юридическая консультация"
NEED = "Погасить долг по иску частями"
BIN = "990140009999"
WHY = "Просил сам, решение суда на руках"
LAWYER = "Адвокат Омаров Б.К."
SIDEWAYS = "() => document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def loop(chromium: Browser) -> Iterator[Site]:
    """A worker's own log-in at an organisation with a person, two partners who never log in, and a grant of this year."""
    with installation() as made:
        made.run_module("tests.browser.loop_cast")
        with made.serve() as served:
            site = Site(served.address, made, chromium)
            with site.visit(viewport=PHONE) as page:
                come_in(page, LOGIN, PASSWORD)
                site.state = storage(page.context)
            yield site


def button(page: Page, name: str) -> None:
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def link(page: Page, name: str) -> None:
    """Follow a link of the page itself."""
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate(SIDEWAYS) <= PHONE["width"], page.url


@contextmanager
def partner(loop: Site, address: str) -> Iterator[Page]:
    """The partner's own browser: no cookie of ours, nothing but the link."""
    context = loop.browser.new_context(viewport=PHONE, locale="ru-RU")
    context.on("request", lambda request: loop.asked.append(request.url))
    try:
        page = context.new_page()
        page.goto(address)
        yield page
    finally:
        context.close()


def figure(loop: Site, key: str) -> int:
    """A figure of the grant, as its manager reads it on the page of the figure."""
    with loop.visit() as page:
        page.context.clear_cookies()
        come_in(page, *loop.installation.login())
        page.goto("/grants/")
        link(page, GRANT)
        page.goto(f"{page.url}figure/{key}/")
        told = re.search(r": (\d+)$", page.get_by_role("heading", level=1).inner_text())
        assert told, page.url
        return int(told[1])


def note_a_need(page: Page) -> None:
    """From the list of people to a need in the person's own words."""
    page.goto("/people/")
    link(page, PERSON)
    link(page, _("Needs and plan"))
    link(page, _("Note a need"))
    page.locator("select[name=kind]").select_option(label="консультации по социально-правовым вопросам")
    page.locator("input[name=text]").fill(NEED)
    page.locator("label:has(input[name=wish_of][value=person])").click()
    fits(page)
    button(page, _("Save"))
    expect(page.get_by_role("link", name=NEED, exact=True)).to_be_visible()


def refer(page: Page) -> str:
    """From the need to a referral that is sent; its address."""
    page.locator("li", has_text=NEED).get_by_role("link", name=_("Refer")).click()
    expect(page.locator("textarea[name=asked_for]")).to_have_value(NEED)
    page.locator("select[name=to_agency]").select_option(label=LAWYERS)
    page.locator("select[name=kind]").select_option(label=KIND)
    page.locator("label:has(input[name=channel][value=link])").click()
    page.locator("input[name=operator_bin]").fill(BIN)
    fits(page)
    send(page)
    expect(page.get_by_role("heading", name=_("Partner without an account"), level=1)).to_be_visible()
    return urlsplit(page.url).path.replace("/letters/partner/", "/referrals/")


def send(page: Page) -> None:
    """Send, with the person's signature where no consent to them stands yet."""
    button(page, _("Refer"))
    page.wait_for_url(lambda url: "/new/" not in url)
    if "/referrals/" in page.url and page.locator("form[action$='/send/']").count():
        button(page, _("Signed: send"))


def mail_a_link(page: Page) -> None:
    """On the page that sending by link leads to: whose address, and the mail goes."""
    page.locator("input[name=to]").fill(LAWYERS_MAIL)
    fits(page)
    button(page, _("Make the link"))
    expect(page.get_by_text(_("The mail is on its way. The answer appears in the referral."))).to_be_visible()


def read_mail(page: Page, count: int) -> str:
    """The link in the latest mail, once so many have come."""
    mails = "main .rows > li"
    wait_for(page, "/mail/", f"{mails}:nth-child({count})")
    expect(page.locator(mails)).to_have_count(count)
    first = page.locator(mails).first.get_by_role("link")
    assert PERSON.split()[0] not in first.inner_text(), "nothing personal in a subject"
    first.click()
    expect(page.get_by_text(LAWYERS_MAIL)).to_be_visible()
    assert PERSON.split()[0] not in page.get_by_role("main").inner_text()
    fits(page)
    found = page.locator("main a[href*='/letters/answer/']").get_attribute("href")
    assert found
    return found


def refuse(loop: Site, address: str) -> None:
    """Opened twice by a scanner nothing happens; the partner cannot refuse without a reason and a next step."""
    with partner(loop, address) as page:
        page.reload()
        assert PERSON.split()[0] not in page.content()
        fits(page)
        button(page, _("Refuse"))
        expect(page.get_by_text(_("Choose the reason")).first).to_be_visible()
        expect(
            page.get_by_text(_("Choose what happens next: nobody leaves with nothing")).first
        ).to_be_visible()
        page.locator("select[name=refuse-reason]").select_option("not_in_hardship")
        page.locator("select[name=refuse-next_step]").select_option("talk")
        page.locator("textarea[name=refuse-note]").fill("Пусть позвонит до пятницы")
        button(page, _("Refuse"))
        expect(page.get_by_role("heading", name=_("Thank you: the refusal is passed on"))).to_be_visible()


def give_back(page: Page, referral: str) -> None:
    """The refusal waits on «My day»; the sender reads reason and next step and returns it."""
    page.goto("/people/my-day/")
    fits(page)
    waiting = page.locator("main .row", has_text=LAWYERS)
    expect(waiting).to_have_count(1)
    waiting.get_by_role("link", name=PERSON).click()
    assert urlsplit(page.url).path == referral
    expect(page.get_by_text("не в трудной жизненной ситуации").first).to_be_visible()
    expect(page.get_by_text("Пусть позвонит до пятницы").first).to_be_visible()
    link(page, _("Return it"))
    page.locator("textarea[name=why]").fill(WHY)
    button(page, _("Return for another answer"))
    expect(page.get_by_text(_("Returned: it waits for an answer again."))).to_be_visible()
    page.goto("/people/my-day/")
    expect(page.locator("main .row", has_text=LAWYERS)).to_have_count(0)
    page.goto(referral)


def accept(loop: Site, former: str, address: str) -> None:
    """The first link is spent; the second accepts, with a name and a day."""
    with partner(loop, former) as page:
        expect(page.get_by_role("heading", name=_("This is answered already"))).to_be_visible()
    with partner(loop, address) as page:
        page.locator("input[name=accept-receives]").fill(LAWYER)
        page.locator("input[name=accept-day]").fill(f"{timezone.localdate():%d.%m.%Y}")
        page.locator("input[name=accept-hour]").fill("23:30")
        page.locator("input[name=accept-email]").fill(LAWYERS_MAIL)
        button(page, _("Accept"))
        expect(page.get_by_role("heading", name=_("Thank you: accepted"))).to_be_visible()
        fits(page)


def tell_the_outcome(loop: Site, address: str) -> None:
    """The partner says that help was received; said twice it is said once."""
    with partner(loop, address) as page:
        page.locator("label:has(input[name=outcome-what][value=received])").click()
        fits(page)
        button(page, _("Tell it"))
        expect(page.get_by_role("heading", name=_("Thank you: it is written down"))).to_be_visible()
        page.goto(address)
        expect(page.get_by_role("heading", name=_("This is answered already"))).to_be_visible()


def deliver(page: Page, referral: str) -> None:
    """What was received becomes a line of the journal by the sender's own press, and by one only."""
    page.goto(referral)
    expect(page.get_by_text(LAWYER)).to_be_visible()
    expect(page.get_by_role("heading", name=_("The help is not in the journal yet"))).to_be_visible()
    fits(page)
    button(page, _("Write it into the journal of services"))
    expect(page.get_by_text(_("Recorded."))).to_be_visible()
    expect(page.get_by_role("main").get_by_text(GRANT)).to_be_visible()
    page.go_back()
    again = page.get_by_role("main").get_by_role("button", name=_("Write it into the journal of services"))
    if again.count():
        again.click()
    page.goto(referral)
    expect(again).to_have_count(0)
    expect(page.get_by_role("link", name=_("in the journal of services"))).to_be_visible()


def test_the_loop_closes_on_a_phone_and_the_report_counts_it_once(loop: Site) -> None:
    with loop.visit(viewport=PHONE) as page:
        note_a_need(page)
        referral = refer(page)
        mail_a_link(page)
        first = read_mail(page, 1)
        refuse(loop, first)
        give_back(page, referral)
        link(page, _("Partner without an account: link or letter with a slip"))
        mail_a_link(page)
        accept(loop, first, read_mail(page, 2))
        tell_the_outcome(loop, read_mail(page, 3))
        assert figure(loop, "services_by_category:legal") == 0, "helped is not yet written down"
        deliver(page, referral)
    assert figure(loop, "services_by_category:legal") == 1
    assert figure(loop, "services_total") == 1
    assert loop.foreign() == []


def test_a_numbered_letter_is_signed_and_arrives_with_its_pdf(loop: Site) -> None:
    with loop.visit(viewport=PHONE) as page:
        page.goto("/people/")
        link(page, PERSON)
        link(page, _("Refer"))
        page.locator("select[name=to_agency]").select_option(label=LAWYERS)
        page.locator("select[name=kind]").select_option(label=KIND)
        page.locator("textarea[name=asked_for]").fill(NEED)
        page.locator("label:has(input[name=channel][value=paper])").click()
        page.locator("input[name=operator_bin]").fill(BIN)
        send(page)
        page.locator("main button[name=language][value=ru]").first.click()
        button(page, _("Hand over for signature"))
        page.locator("input[name=signer]").fill("А. Смағұлова")
        fits(page)
        button(page, _("Signed: register"))
        letter = page.url
        wait_for(page, letter, f"main a[href^='{urlsplit(letter).path}pdf/']")
        page.locator("input[name=to]").fill(LAWYERS_MAIL)
        button(page, _("Send"))
        expect(page.get_by_text(_("The letter is on its way."))).to_be_visible()
        wait_for(page, "/mail/", f"main .row:has-text('{_('Tirek: a letter for your organisation')}')")
        page.get_by_role("link", name=_("Tirek: a letter for your organisation")).first.click()
        with page.expect_download() as download:
            page.get_by_role("main").get_by_role("link", name=".pdf").click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
        assert PERSON.split()[0] not in page.get_by_role("main").inner_text()


def wait_for(page: Page, address: str, selector: str) -> None:
    """Open a page again until the worker has done its part."""
    page.goto(address)
    for _second in range(ARRIVES // 500):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator(selector).first).to_be_visible()


FIELDS = {"name", "from_agency", "kind", "asked_for"}
"""All that has to be typed or chosen of a paper: who, whose, which help, in what words; its number, day and officer stand on it."""


def test_a_paper_in_the_hand_is_registered_on_one_page(loop: Site) -> None:
    with loop.visit(viewport=PHONE) as page:
        opened: list[str] = []
        page.on("framenavigated", lambda frame: opened.append(urlsplit(frame.url).path))
        page.goto("/referrals/")
        link(page, _("Register one on paper"))
        required = page.locator("main form[method=post] [required]")
        empty = {one.get_attribute("name") for one in required.all() if not one.input_value()}
        assert empty == FIELDS
        fits(page)
        keys = type_of(page, {"name": "Ким Сергей Олегович", "number": "12/345", "officer": "Д. Петров"})
        page.locator("select[name=from_agency]").select_option(label=PROBATION)
        page.locator("select[name=kind]").select_option(label=KIND)
        keys += type_of(page, {"asked_for": "Снять запрет на выезд"})
        assert keys <= 70, "a minute at one key a second is enough"
        button(page, _("Register"))
        expect(page.get_by_text(_("Registered. It waits for an answer like any other."))).to_be_visible()
        assert len(dict.fromkeys(opened)) == 3, "list, form, referral"
        main = page.get_by_role("main")
        for told in ("12/345", f"{timezone.localdate():%d.%m.%Y}", "Д. Петров", "Снять запрет на выезд"):
            expect(main.get_by_text(told).first).to_be_visible()
        page.goto("/people/my-day/")
        expect(page.locator("main .row", has_text="Ким Сергей")).to_have_count(1)


def type_of(page: Page, texts: dict[str, str]) -> int:
    """Type into fields of the form; how many keys that took."""
    for name, text in texts.items():
        page.locator(f"main [name={name}]").press_sequentially(text)
    return sum(map(len, texts.values()))
