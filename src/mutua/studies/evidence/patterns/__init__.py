"""How each row is measured: one function a row, the words of the row beside it."""

from mutua.studies.evidence.experiment import DECLARED_ROWS
from mutua.studies.evidence.patterns import (
    alliance,
    crises,
    dropout,
    engagement,
    favours,
    illness,
    matching,
    professionals,
    reciprocity,
    staff,
    trials,
    views,
)

#: Rows that are measured, by number; importing the modules above declares them.
MEASUREMENTS = dict(sorted(DECLARED_ROWS.items()))
MODULES = (
    alliance, crises, dropout, engagement, favours, illness, matching, professionals, reciprocity,
    staff, trials, views,
)  # fmt: skip
