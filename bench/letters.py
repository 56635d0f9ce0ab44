"""How long a letter takes: one sheet as PDF and as Word, and a slip's QR; the target is 150 ms for both files of a letter."""

from __future__ import annotations

import os
import statistics
import time
from datetime import date

TARGET_MS = 150
TIMES = 50


def main() -> int:
    """Print the table; 1 where the 95th percentile is over the target."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.config.settings")
    import django

    django.setup()
    from tirek.referrals.letter_files import set_pdf, set_word
    from tirek.referrals.letters import Sheet
    from tirek.referrals.slips import qr_of

    sheet = Sheet(
        head="Общественный фонд «Сенім»",
        contacts="г. Риддер, ул. Абая 1, тел. 8 7232 00-00-00",
        number="№ 14-2026 от 28.11.2026",
        reply="На № Н-0003/2026 от 20.11.2026",
        to="Служба пробации г. Риддера",
        title="Ответ на направление",
        paragraphs=["Сообщаем: помочь не можем. Причина: не в трудной жизненной ситуации."] * 6,
        signer_post="Директор",
        signer="А. Смағұлова",
        footer="Письмо № 14-2026",
        language="ru",
        day=date(2026, 11, 28),
    )
    set_pdf(sheet), set_word(sheet)
    times: dict[str, list[float]] = {"PDF": [], "Word": [], "both": [], "QR": []}
    for _n in range(TIMES):
        began = time.perf_counter()
        set_pdf(sheet)
        set_ = time.perf_counter()
        set_word(sheet)
        written = time.perf_counter()
        qr_of("https://tirek.example.kz/letters/answer/" + "x" * 43 + "/")
        times["PDF"].append(set_ - began)
        times["Word"].append(written - set_)
        times["both"].append(written - began)
        times["QR"].append(time.perf_counter() - written)
    print(f"letters, {TIMES} times                 median      p95")
    for name, found in times.items():
        median, p95 = statistics.median(found) * 1000, statistics.quantiles(found, n=20)[18] * 1000
        print(f"  {name:30} {median:6.1f} ms {p95:6.1f} ms")
    return int(statistics.quantiles(times["both"], n=20)[18] * 1000 > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
