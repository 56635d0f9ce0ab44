"""The register in memory answers as the lookup would: all sharing a key or the IIN, the same weights."""

from tirek.linkage import Register, decide, index_keys, query_keys
from tirek.linkage.tests.make import who
from tirek.linkage.tests.pilot import rows


def test_register_answers_as_a_plain_lookup() -> None:
    """Keys that overlap, or an equal IIN, then decide: what the SQL query does."""
    register: Register[int] = Register()
    stored = list(rows("Обращения"))
    for number, subject in stored:
        register.add(number, subject)
    for _, query in list(rows("Услуги"))[:120]:
        asked = set(query_keys(query))
        found = [
            (number, subject)
            for number, subject in stored
            if asked & set(index_keys(subject))
            or (query.iin_digest and query.iin_digest == subject.iin_digest)
        ]
        assert register.decide(query) == decide(query, found, len(stored))


def test_iin_finds_without_any_key() -> None:
    register: Register[str] = Register()
    register.add("a", who("Нұрланов Әлібек", "21.01.1987", iin="x"))
    assert register.decide(who("Ким", None, iin="x")).settled() == "a"


def test_same_record_is_kept_once() -> None:
    register: Register[str] = Register()
    for _ in range(3):
        register.add("a", who("Ким Лев", "05.12.1988"))
    assert len(register.candidates(who("Ким Лев", "05.12.1988"))) == len(register) == 1


def test_second_tier_is_asked_for() -> None:
    register: Register[str] = Register()
    register.add("a", who("Ким Лев", "05.12.1988"))
    query = who("Ким Лев", "09.09.1960")
    assert register.decide(query).ranked == ()
    assert [one.id for one in register.decide(query, loose=True).ranked] == ["a"]


def test_few_are_scored_among_many() -> None:
    """The work for one query must not grow with namesakes of one field only."""
    register: Register[int] = Register()
    syllables = ["ба", "ке", "ди", "ло", "му", "ра", "са", "те", "ну", "жа"]
    for place in range(1_000):
        surname = "".join(syllables[int(figure)] for figure in f"{place:03}").capitalize() + "ев"
        born = f"{place % 28 + 1:02}.{place % 12 + 1:02}.{1940 + place % 60}"
        register.add(place, who(f"{surname} Асқар Ерланұлы", born))
    found = register.candidates(who("Бакедиев Асқар Ерланұлы", "13.01.1952"))
    assert 1 <= len(found) <= 40
