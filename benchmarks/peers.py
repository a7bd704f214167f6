"""How fast are other tools, at far less work? ``python benchmarks/peers.py``.

None of them has this model, so each steps a toy in its own style: an agent is a dyad whose trust
follows a uniform draw and which leaves with odds that trust lowers; two draws and eight operations
a week. Beside it stand this model's engines, with all of its rules. Rates are million agent-weeks a
second of CPU time; entrants take turns. The second table is what a runner of experiments costs a
run of next to nothing. Tools that are not installed are left out:
``pip install agentpy starsim ema_workbench`` in an environment of its own brings them.
"""

import re
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from statistics import median
from typing import Any

import dyad_loop
import numpy as np
from run import CARE, Entrant, line, race

import mutua

WEEKS, TURNS = 104, 5
PACE, LEAVING = 0.1, 0.01
#: Runs of next to nothing that a runner of experiments is given.
RUNS = 1_000


def numpy_toy(dyads: int) -> None:
    """Whole arrays, by hand."""
    random = np.random.default_rng(1)
    trust, active = np.full(dyads, 0.5), np.ones(dyads, bool)
    for _ in range(WEEKS):
        outcome, leave = random.random((2, dyads))
        trust = np.where(active, trust + PACE * (outcome - trust), trust)
        active &= leave >= LEAVING * (1.0 - trust)


def live(agent: Any, random: Any) -> None:
    """A week of one agent."""
    if agent.active:
        agent.trust += PACE * (random.random() - agent.trust)
        agent.active = random.random() >= LEAVING * (1.0 - agent.trust)


def mesa_toy(dyads: int) -> None:
    """Agents of Mesa, stepped by its set of agents."""
    import mesa

    class Toy(mesa.Agent):  # type: ignore[misc,unused-ignore]
        """A dyad."""

        trust, active = 0.5, True

        def step(self) -> None:
            """One week."""
            live(self, self.random)

    model = mesa.Model(rng=1)
    Toy.create_agents(model, dyads)
    for _ in range(WEEKS):
        model.agents.do("step")


def agentpy_toy(dyads: int) -> None:
    """Agents of agentpy, stepped by its list of agents."""
    import agentpy

    class Toy(agentpy.Agent):  # type: ignore[misc,unused-ignore]
        """A dyad."""

        def setup(self) -> None:
            """Before the first week."""
            self.trust, self.active = 0.5, True

        def step(self) -> None:
            """One week."""
            live(self, self.model.random)

    class Model(agentpy.Model):  # type: ignore[misc,unused-ignore]
        """All dyads."""

        def setup(self) -> None:
            """Before the first week."""
            self.agents = agentpy.AgentList(self, dyads, Toy)

        def step(self) -> None:
            """One week."""
            self.agents.step()

    Model({"steps": WEEKS, "seed": 1}).run(display=False)


def starsim_toy(dyads: int) -> None:
    """People of starsim, in a module of arrays; draws keyed by agent, as ours are by dyad."""
    import starsim

    class Toy(starsim.Module):  # type: ignore[misc,unused-ignore]
        """All dyads."""

        def __init__(self) -> None:
            super().__init__()
            self.define_states(
                starsim.FloatArr("trust", default=0.5), starsim.BoolState("active", default=True)
            )
            self.define_pars(outcome=starsim.random(), leave=starsim.random())

        def step(self) -> None:
            """One week."""
            here = self.active.uids
            outcome, leave = self.pars.outcome.rvs(here), self.pars.leave.rvs(here)
            self.trust[here] += PACE * (outcome - self.trust[here])
            self.active[here] = leave >= LEAVING * (1.0 - self.trust[here])

    starsim.Sim(n_agents=dyads, modules=[Toy()], start=0, dur=WEEKS, dt=1, verbose=0).run()


#: Toys by the package that they need, with a number of dyads that takes about a second.
TOYS: dict[str, tuple[Callable[[int], None], int]] = {
    "numpy": (numpy_toy, 100_000),
    "starsim": (starsim_toy, 20_000),
    "mesa": (mesa_toy, 2_000),
    "agentpy": (agentpy_toy, 2_000),
}


def engines() -> list[Entrant]:
    """Both engines of this model, with all of its rules."""
    simulate = partial(mutua.simulate, scenario=CARE, threads=1)
    return [
        Entrant("mutua, kernel", partial(simulate, dyads=20_000, weeks=WEEKS), 20_000 * WEEKS),
        Entrant(
            "mutua, Mesa engine", partial(simulate, dyads=40, weeks=26, engine="mesa"), 40 * 26
        ),
    ]


def numbers_a_week() -> int:
    """Numbers that a dyad-week of the full model computes: the lines of its translation to C."""
    return len(re.findall(r"^const ", dyad_loop.c_source(), re.MULTILINE))


def rates() -> None:
    """Print the rate of each entrant."""
    print(f"A dyad-week: {numbers_a_week():,} numbers in the full model, 10 in the toy")
    toys = [
        Entrant(f"toy, {name} {version(name)}", partial(toy, dyads), dyads * WEEKS)
        for name, (toy, dyads) in TOYS.items()
        if find_spec(name)
    ]
    entrants = toys + engines()
    for entrant, found in zip(entrants, race(entrants, TURNS), strict=True):
        line(entrant.name, found.cpu, 4)


def sweep_of_ours() -> None:
    """A sweep in memory, of runs as small as they come, on one thread."""
    mutua.sweep(
        {"trust.gain": "interval(0.05, 0.2)"},
        design="random",
        points=RUNS,
        regimes=["usual"],
        dyads=1,
        replicates=1,
        weeks=1,
        threads=1,
    )


def ema_runs() -> None:
    """The same number of runs of a function of one number, by the EMA workbench."""
    from ema_workbench import (
        Model,
        RealParameter,
        ScalarOutcome,
        SequentialEvaluator,
        perform_experiments,
    )

    model = Model("nothing", function=lambda gain=0.0: {"dropout": gain})
    model.uncertainties = [RealParameter("gain", 0.05, 0.2)]
    model.outcomes = [ScalarOutcome("dropout")]
    with SequentialEvaluator(model) as evaluator:
        perform_experiments(model, scenarios=RUNS, evaluator=evaluator)


def runners() -> None:
    """Print what each runner costs a run."""
    print(f"\n{RUNS:,} runs of next to nothing: milliseconds of CPU time a run")
    calls: dict[str, Callable[[], None]] = {"mutua.sweep": sweep_of_ours}
    if find_spec("ema_workbench"):
        calls[f"EMA workbench {version('ema_workbench')}"] = ema_runs
    for name, call in calls.items():
        spent = []
        for _ in range(TURNS):
            began = time.process_time()
            call()
            spent.append((time.process_time() - began) / RUNS * 1e3)
        print(f"  {name:60}{median(spent):9.3f}  [{min(spent):.3f} to {max(spent):.3f}]")


if __name__ == "__main__":
    rates()
    runners()
