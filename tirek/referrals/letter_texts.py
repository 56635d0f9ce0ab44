"""The program's own texts of letters, and what may stand in braces in an agency's own.

A paragraph whose braces all stay empty is left out: no letter says «Причина: .».
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.referrals.letter_models import Language, LetterKind

R, F, P = LetterKind.REFERRAL, LetterKind.REFUSAL, LetterKind.PERSON
RU, KK = Language.RU, Language.KK

FIELDS: Final[Mapping[str, frozenset[str]]] = {
    R: frozenset({"person", "kind", "asked", "due", "contact", "us"}),
    F: frozenset({"person", "kind", "referral", "sent_on", "reason", "note", "next_step", "contact", "us"}),
    P: frozenset({"kind", "reason", "note", "next_step", "contact", "us", "sender"}),
}
"""What may stand in braces in each kind of letter."""
MEANS: Final[Mapping[str, Promise]] = {
    "asked": _("what is asked for"),
    "contact": _("your contacts"),
    "due": _("by when an answer is due"),
    "kind": _("the kind of help"),
    "next_step": _("what the person can do instead"),
    "note": _("what was written beside the reason"),
    "person": _("initials and age, never the name"),
    "reason": _("the reason of the refusal"),
    "referral": _("number of the referral"),
    "sender": _("who asked for the person"),
    "sent_on": _("day of the referral"),
    "us": _("your organisation"),
}
TITLES: Final = {
    (R, RU): "Направление",
    (R, KK): "Жолдама",
    (F, RU): "Ответ на направление",
    (F, KK): "Жолдамаға жауап",
    (P, RU): "Почему вам отказали и что можно сделать",
    (P, KK): "Неге бас тартылды және не істеуге болады",
}
BUILT_IN: Final = {
    (R, RU): (
        "Направляем к вам человека: {person}. Нужна помощь: {kind}.\n\n"
        "Просим: {asked}\n\n"
        "Ответ просим дать до {due}. Если помочь нельзя, напишите, пожалуйста, причину и что человеку делать дальше.\n\n"
        "Вопросы: {contact}"
    ),
    (R, KK): (
        "Сіздерге адамды жолдап отырмыз: {person}. Қажет көмек: {kind}.\n\n"
        "Өтінішіміз: {asked}\n\n"
        "Жауапты {due} күніне дейін беруіңізді сұраймыз. Көмектесу мүмкін болмаса, себебін және адамға әрі қарай не істеу керегін жазуыңызды "
        "өтінеміз.\n\n"
        "Сұрақтар бойынша: {contact}"
    ),
    (F, RU): (
        "На ваше направление № {referral} от {sent_on} сообщаем: помочь не можем. Человек: {person}. Просили: {kind}.\n\n"
        "Причина: {reason}.\n\n"
        "{note}\n\n"
        "Что предлагаем человеку: {next_step}.\n\n"
        "Если вы не согласны или обстоятельства другие, сообщите нам: мы рассмотрим направление ещё раз.\n\n"
        "Как с нами связаться: {contact}"
    ),
    (F, KK): (
        "Сіздің {sent_on} күнгі № {referral} жолдамаңызға орай хабарлаймыз: көмектесе алмаймыз. Адам: {person}. Сұралғаны: {kind}.\n\n"
        "Себебі: {reason}.\n\n"
        "{note}\n\n"
        "Адамға ұсынатынымыз: {next_step}.\n\n"
        "Келіспесеңіз немесе жағдай басқаша болса, бізге хабарлаңыз: жолдаманы қайта қараймыз.\n\n"
        "Бізбен байланыс: {contact}"
    ),
    (P, RU): (
        "Здравствуйте!\n\n"
        "Нас просили помочь вам: {kind}. Сейчас мы не можем этого сделать.\n\n"
        "Почему: {reason}.\n\n"
        "{note}\n\n"
        "Что можно сделать: {next_step}.\n\n"
        "Вы можете не согласиться: скажите или напишите нам об этом.\n\n"
        "Как с нами связаться: {contact}\n\n"
        "Можно сказать и тому, кто вас направил: {sender}.\n\n"
        "Можно пожаловаться в местный исполнительный орган (акимат). Жалоба ничего не ухудшит: за помощью можно прийти снова в любой день."
    ),
    (P, KK): (
        "Сәлеметсіз бе!\n\n"
        "Бізден сізге көмектесу сұралды: {kind}. Қазір біз мұны істей алмаймыз.\n\n"
        "Неге: {reason}.\n\n"
        "{note}\n\n"
        "Не істеуге болады: {next_step}.\n\n"
        "Келіспеуге құқығыңыз бар: бұл туралы бізге айтыңыз немесе жазыңыз.\n\n"
        "Бізбен байланыс: {contact}\n\n"
        "Сізді жолдаған ұйымға да айтуға болады: {sender}.\n\n"
        "Жергілікті атқарушы органға (әкімдікке) шағымдануға болады. Шағымнан жағдайыңыз нашарламайды: көмекке кез келген күні қайта келе "
        "аласыз."
    ),
}

MAIL: Final = {
    RU: "Здравствуйте!\n\nК письму приложен документ для вашей организации. Прочтите его и ответьте отправителю.\n\n"
    "Письмо отправлено программой «Тірек», отвечать на этот адрес не нужно.",
    KK: "Сәлеметсіз бе!\n\nХатқа ұйымыңызға арналған құжат тіркелген. Оны оқып, жіберушіге жауап беріңіз.\n\n"
    "Хатты «Тірек» бағдарламасы жіберді, бұл мекенжайға жауап берудің қажеті жоқ.",
}
"""What stands in the mail itself: nothing of anybody, the letter is attached."""


class UnknownField(ValueError):
    """Something in braces that no letter of this kind knows; `args[0]` names it."""


def check(kind: str, body: str) -> None:
    """Raise UnknownField for a text that could not be filled in."""
    try:
        for _text, name, spec, conversion in Formatter().parse(body):
            if name is not None and (name not in FIELDS[kind] or spec or conversion):
                raise UnknownField("{" + name + "}")
    except ValueError as error:
        raise error if isinstance(error, UnknownField) else UnknownField("{ }") from error


def fill(body: str, values: Mapping[str, str]) -> str:
    """The text with its values; each value is one line, and a paragraph left without any of its own is left out."""
    lines = {name: " ".join(value.split()) for name, value in values.items()}
    filled = []
    for paragraph in body.replace("\r\n", "\n").split("\n\n"):
        names = [name for _text, name, _spec, _how in Formatter().parse(paragraph) if name]
        if not names or any(lines.get(name) for name in names):
            filled.append(paragraph.format_map({name: lines.get(name, "") for name in names}).strip())
    return "\n\n".join(one for one in filled if one)
