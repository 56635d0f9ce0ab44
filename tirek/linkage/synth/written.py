"""One person as one source wrote them: a row of a list."""

from dataclasses import dataclass

COLUMNS = ("id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex")


@dataclass(frozen=True, slots=True)
class Written:
    """A row, its strings exactly as in the list, and whom it really means."""

    id: str
    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: str
    """YYYY-MM-DD, YYYY or nothing."""
    sex: str
    """m, f or nothing."""
    entity: int
    """The label: who is meant. Matching never sees it."""

    @property
    def row(self) -> tuple[str, ...]:
        """The cells in the order of `COLUMNS`; the label is not among them."""
        return self.id, self.iin, self.surname, self.given_name, self.patronymic, self.birth_date, self.sex
