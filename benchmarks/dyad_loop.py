"""The bare loop over the dyads of one team: the engine's own, and its twin in C.

Both step the same array, which is laid out as in the engine: one row a leaf of the state, one
column a dyad. Weeks are outside, dyads inside; draws and the eight verbs, neither recording nor
coupling.
"""

import ctypes
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from translate import Number, Program

from mutua.engines.batch import matrix
from mutua.engines.kernel import meet
from mutua.engines.lanes import make_scratch
from mutua.engines.scratch import Roster
from mutua.jit.compile import kernel
from mutua.jit.structs import Rows, fill, leaves, lend, load, size, store
from mutua.model.draws import (
    DrawKey,
    Word,
    counter_of,
    dyad_draws,
    key_of,
    meeting_draws,
    professional_draws,
    user_draws,
)
from mutua.model.measures.memory import remember
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.meeting import fresh_dyad
from mutua.model.people.population import fresh_team, professional
from mutua.model.people.quantiles import tables
from mutua.model.rules.encounter import encounter
from mutua.model.state import Carer, Dyad, Event
from mutua.scenarios.scenario import Scenario

#: Called as (rows, points, key low, key high, first slot, replicate, lanes, weeks).
Loop = Callable[[Rows, Rows, Any, Any, int, int, int, int], None]

_ROWS = [len(leaves(cls)) for cls in (Dyad, Carer, Event)]
D, C, E = (sum(_ROWS[:k]) for k in range(1, 4))
KEY = key_of(20_240_229)
#: The bits of Python: a fused multiply-add rounds once, Python rounds twice. Neither the flags of a
#: floating-point operation nor `errno` is read; a compiler that has to keep them makes no vectors.
EXACT = ("-O3", "-march=native", "-fno-trapping-math", "-fno-math-errno", "-ffp-contract=off")
GCC, CLANG = ("gcc", *EXACT), ("clang", *EXACT)
#: Left alone, clang takes vectors of 256 bits where the processor has 512.
COMPILERS = {
    "gcc": GCC,
    "clang": CLANG,
    "clang, vectors of 512 bits": (*CLANG, "-mprefer-vector-width=512"),
}

C_LOOP = """\
#include <stdint.h>
#include <string.h>

void step_dyads(double *restrict rows, const double *restrict points, uint64_t low,
                uint64_t high, int64_t first, int64_t replicate, int64_t lanes, int64_t weeks)
{{
    double scratch[{rows}][{columns}] __attribute__((aligned(64)));
    memcpy(scratch, rows, sizeof scratch);
    for (int64_t week = 1; week <= weeks; week++)
#ifdef __clang__
#pragma clang loop vectorize(assume_safety) interleave(disable)
#endif
        for (int64_t i = 0; i < lanes; i++) {{
{body}
        }}
    memcpy(rows, scratch, sizeof scratch);
}}
"""


def step_dyads(
    rows: Any, points: Any, low: Any, high: Any, first: int, replicate: int, lanes: int, weeks: int
) -> None:
    """Step the first `lanes` columns of `rows`, in a scratch of the function's own.

    The scratch is what makes the distance between rows known when the loop is compiled.
    """
    p = lend(load(Parameters, points, 0))
    places = np.arange(TEAM_MAX)
    team = Roster(0, 1, lanes, first, lanes, lanes, places, places)
    scratch = make_scratch(E, 0.0)
    scratch[:, :] = rows
    dyads, carers, events = scratch[:D], scratch[D:C], scratch[C:E]
    for week in range(1, weeks + 1):
        meet(dyads, carers, events, DrawKey(low, high), replicate, week, 0, lanes, team, p)
    rows[:, :] = scratch


numba_loop: Loop = kernel(step_dyads)


def start(lanes: int, scenario: Scenario) -> tuple[Rows, Rows]:
    """People at week 0 as the columns of the scratch, and the parameters as one column."""
    p = scenario.parameters
    table = tables(p)
    birth = professional_draws(KEY, counter_of(0, 0, 0, 0))
    carer = Carer(professional(birth, table, 0.0, p), fresh_team(p))
    rows = np.zeros((E, TEAM_MAX))
    for i in range(lanes):
        who = counter_of(i, 0, 0, 0)
        met = fresh_dyad(
            user_draws(KEY, who), birth, meeting_draws(KEY, who), 0.0, float(i), 0.0, 0.0, table, p
        )
        store(rows, i, met)
        store(rows[D:C], i, carer)
    return rows, matrix([scenario])


def column(cls: type, first: int) -> Iterator[str]:
    """Where in C the leaves of a state lie, from row `first` of the scratch."""
    return (f"scratch[{row}][i]" for row in range(first, first + size(cls)))


def c_source() -> str:
    """Return the C program: every rule that the loop needs, in place."""
    program = Program()

    def taken(cls: type, first: int) -> Any:
        numbers: Any = (program.number(place, float) for place in column(cls, first))
        return fill(cls, numbers)

    points: Any = (Number(f"points[{row}]", float) for row in range(size(Parameters)))
    key: Any = (Number("low", Word), Number("high", Word))
    dyad, carer = taken(Dyad, 0), taken(Carer, D)
    who = program.call(
        counter_of,
        slot=program.number("first + i", int),
        generation=program.number(f"(int32_t){dyad.tie.generation.code}", int),
        week=Number("week", int),
        replicate=Number("replicate", int),
    )
    p = fill(Parameters, points)
    dyad, event = program.call(
        encounter,
        dyad=dyad,
        carer=carer,
        week=program.number("(double)week", float),
        p=p,
        draws=program.call(dyad_draws, key=DrawKey(*key), who=who),
    )
    dyad = program.call(remember, dyad=dyad, carer=carer, event=event, p=p)
    places = [*column(Dyad, 0), *column(Event, C)]
    stores = [f"{a} = {b.code};" for a, b in zip(places, numbers((dyad, event)), strict=True)]
    return C_LOOP.format(rows=E, columns=TEAM_MAX, body="\n".join([*program.lines, *stores]))


def numbers(state: Any) -> Iterator[Number]:
    """Leaves of a state in C, or of a tuple of such."""
    for member in state:
        if isinstance(member, Number):
            yield member
        else:
            yield from numbers(member)


def c_loop(folder: Path, compiler: tuple[str, ...]) -> Loop:
    """Compile the C program with a compiler and its flags, and return its loop."""
    source, library = folder / "dyad_loop.c", folder / f"dyad_loop{''.join(compiler)}.so"
    source.write_text(c_source())
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    loop = ctypes.CDLL(str(library)).step_dyads
    array = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
    loop.argtypes = [array, array, *[ctypes.c_uint64] * 2, *[ctypes.c_int64] * 4]
    loop.restype = None
    return loop
