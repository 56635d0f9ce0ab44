"""One person, one record: pure matching of people across spellings, without Django."""

from tirek.linkage.ages import AgeBand, age_on, parse_age_band
from tirek.linkage.dates import DateFault, DateReading, parse_date
from tirek.linkage.decision import Decision, Ranked, decide, decide_scored
from tirek.linkage.features import terms
from tirek.linkage.folding import fold
from tirek.linkage.frequency import Frequency, FrequencyTable, softened_share
from tirek.linkage.identifiers import BinCheck, IinCheck, NumberFault, NumberNote, check_bin, check_iin
from tirek.linkage.keys import KEYS_VERSION, index_keys, loose_query_keys, query_keys
from tirek.linkage.names import Name, name_of_columns, parse_name
from tirek.linkage.question import Question, parse_question
from tirek.linkage.register import Register
from tirek.linkage.scoring import Reason, Score, score
from tirek.linkage.sorting import sort_key
from tirek.linkage.subject import Sex, Subject, subject_of

__all__ = [
    "KEYS_VERSION", "AgeBand", "BinCheck", "DateFault", "DateReading", "Decision", "Frequency", "FrequencyTable",
    "IinCheck", "Name", "NumberFault", "NumberNote", "Question", "Ranked", "Reason", "Register", "Score", "Sex",
    "Subject", "age_on", "check_bin", "check_iin", "decide", "decide_scored", "fold", "index_keys", "loose_query_keys", "name_of_columns",
    "parse_age_band", "parse_date", "parse_name", "parse_question", "query_keys", "score", "softened_share", "sort_key",
    "subject_of", "terms",
]  # fmt: skip
