"""The model in plain Python, written from ``docs/model.md`` alone.

A second implementation, to hold the document against the rules: whoever reads the text should be
able to write this package. It shares no code with them. States are attribute objects that are
changed in place, amounts of the six classes are dictionaries; each module writes down the sections
that its first line names. Here is one week of one tie (1.3); :mod:`naive.team` lives from a seed to
rows.
"""

from types import SimpleNamespace as Thing

from naive.books import owe
from naive.coming import attend
from naive.ending import part
from naive.feeling import experience
from naive.giving import give
from naive.illness import recover
from naive.learning import learn
from naive.policies import in_force, trained
from naive.response import nothing, plain
from naive.talk import relate

VERBS = (attend, give, experience, owe, learn, relate, recover, part)


def new_event(week):
    """Section 1.2: the event when the week begins."""
    felt = dict.fromkeys(("met", "strain", "y", "got", "act"), 0.0)
    gifts = ("to_user", "to_professional", "extra", "returned")
    gifts += ("intended_by_user", "intended_by_professional")
    given = {name: nothing() for name in gifts}
    given |= dict.fromkeys(("reserved", "harm_to_user", "harm_to_professional"), 0.0)
    return Thing(
        week=week,
        visit=Thing(offered=0.0, attended=0.0, asked=0.0, answered=0.0, odds=0.0),
        given=Thing(**given),
        user=Thing(gifts=nothing(), **felt),
        professional=Thing(gifts=nothing(), **felt),
        relief=0.0,
        joint=0.0,
        onset=0.0,
        leave_odds=0.0,
    )


def week(dyad, carer, number, p, draws):
    """Section 1.3: the eight verbs of a week, with the policies in force in it."""
    dyad, carer, draws, event = plain(dyad), plain(carer), plain(draws), new_event(number)
    p = in_force(p, number)
    carer.professional = trained(carer.professional, p)
    if dyad.tie.ending > 0:
        return dyad, event
    for verb in VERBS:
        verb(dyad, event, carer, p, draws)
    return dyad, event
