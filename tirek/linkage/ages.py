"""Read an age band as lists of participants write it: «28–32», «59+», «59 и старше», «до 18»."""

import re
from dataclasses import dataclass
from datetime import date

_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_FROM = re.compile(
    r"(?:от|с|старше)?\s*(\d{1,3})\s*(?:\+|и\s+(?:старше|более|выше)|жас(?:тан)?\s+(?:жоғары|асқан|және\s+жоғары))"
)
_YEARS = re.compile(r"(?:\b(?:лет|год(?:а|ов)?|л|жас(?:та)?)\b\.?)")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `lower` to `upper`, both included; no upper end when it is open."""

    lower: int
    upper: int | None

    def __contains__(self, age: int) -> bool:
        return self.lower <= age and (self.upper is None or age <= self.upper)


def parse_age_band(value: object) -> AgeBand | None:
    """Read one cell; a bare age is a band of one year; None when it is no age."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _band(int(value), int(value)) if value == int(value) else None
    text = _DASH.sub("-", " ".join(str(value).lower().replace("\u00a0", " ").split()))
    if found := _FROM.fullmatch(_YEARS.sub("", text).strip()) or _FROM.fullmatch(text):
        return _band(int(found.group(1)), None)
    text = " ".join(_YEARS.sub(" ", text).split())
    if found := re.fullmatch(r"(?:от\s*)?(\d{1,3})\s*(?:-|до)\s*(\d{1,3})", text):
        return _band(int(found.group(1)), int(found.group(2)))
    if found := re.fullmatch(r"(до|<|<=|≤|от|>|>=|≥|старше|младше)\s*(\d{1,3})", text):
        sign, age = found.group(1), int(found.group(2))
        if sign in ("до", "<", "<=", "≤", "младше"):
            return _band(0, age if sign in ("<=", "≤") else age - 1)
        return _band(age + 1 if sign in (">", "старше") else age, None)
    return _band(int(text), int(text)) if re.fullmatch(r"\d{1,3}", text) else None


def age_on(birth_on: date, day: date) -> int:
    """Full years of age on a day; a child of 29 February has a birthday on 1 March in common years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def _band(lower: int, upper: int | None) -> AgeBand | None:
    if not 0 <= lower <= 130 or (upper is not None and not lower <= upper <= 130):
        return None
    return AgeBand(lower, upper)
