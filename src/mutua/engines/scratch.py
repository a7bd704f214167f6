"""The scratch of the kernel: what a column of it holds, and what the loops over it are given."""

from typing import Any, NamedTuple

from mutua.jit.structs import leaves, size
from mutua.model.measures.outcomes import CohortWeek, PersonRow, Row, Weekly
from mutua.model.measures.posts import PostWeek
from mutua.model.measures.ratings import Ratings
from mutua.model.measures.readings import Reading
from mutua.model.state import Carer, Dyad, Event, Life, Load, Professional, Team

#: One as a whole number in weekly sums.
ONE = 2.0**24

#: What a column of the scratch holds, from top to bottom, and how its rows are called.
BLOCKS = ((Dyad, ""), (Carer, "carer."), (Event, "event."), (Load, "load."), (Weekly, ""),
          (CohortWeek, ""), (Reading, ""))  # fmt: skip
ROW_NAMES = tuple(prefix + leaf for block, prefix in BLOCKS for leaf in leaves(block))
_ROWS = [size(block) for block, _ in BLOCKS]
D, C, E, L, W, O, R = (sum(_ROWS[:k]) for k in range(1, 8))  # noqa: E741
P, T, A = size(Professional), size(Team), size(Life)
#: Weekly series of a dyad, and of it and of the people of the cohort.
OF_DYAD, SERIES = size(Weekly), size(Weekly) + size(CohortWeek)
#: First of the weekly series that are of every place, of one whose tie has ended too.
PLACES = leaves(Weekly).index("service_ties")
#: Columns of a row that are of the tie, and all of them.
OF_TIE, COLUMNS = size(Row), size(Row) + size(PersonRow)
RATINGS, POST = size(Ratings), size(PostWeek)
#: First row of the tie within a dyad: the tie alone can be loaded, without its two parties.
TIE = leaves(Dyad).index("tie.contact.offered")
#: Rows that the kernel looks at one by one: of a dyad, of a professional, of a life out of care.
ENDED, ENDING, GENERATION, POST_OF_TIE = map(
    leaves(Dyad).index, ("tie.ended", "tie.ending", "tie.generation", "tie.post")
)
GENERATION_OF_PROFESSIONAL, WISH_OF_PROFESSIONAL = map(
    leaves(Professional).index, ("generation", "preferred_control")
)
PLACE_OF_LIFE, RETURNS, WISH_OF_LIFE = map(
    leaves(Life).index, ("place", "returns", "person.traits.preferred_control")
)


class Roster(NamedTuple):
    """The slots of one team."""

    first_member: int  # slot of its first professional
    members: int
    caseload: int
    first_user: int  # slot of its first user
    users: int
    lanes: int  # users rounded up to a multiple of 8
    lane_of: Any  # int64, shape (TEAM_MAX,): where in the scratch each place lies
    first_of: Any  # int64, shape (TEAM_MAX,): the first place of each post


class InForce(NamedTuple):
    """Parameters of one week: of those who are given the interventions, and of the others."""

    treated: Any
    others: Any
