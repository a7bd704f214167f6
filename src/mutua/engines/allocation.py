"""Who is given the interventions, of the dyads of a run."""

import numpy as np

from mutua.engines.batch import Recording
from mutua.engines.recorder import professionals_of
from mutua.model.draws import Word, allocation_draw, counter_of, key_of
from mutua.model.rules.intervene import is_allocated


def treated_dyads(recording: Recording, run: int) -> np.ndarray:
    """Whether each dyad of a run is given the interventions of its scenario, shape (dyads,).

    The rule and the draw are those of both engines, a draw for each unit that is allocated: users,
    or the professionals and teams that they began with.
    """
    batch = recording.batch
    scenario, replicate = batch.scenarios[run], batch.replicates[run]
    unit = int(scenario.values["interventions.allocation.unit"])
    users = batch.slots(run)
    if unit == 2:
        units = professionals_of(recording, run)
    else:
        units = users // (batch.dyads, 1, 0, scenario.team_width)[unit]
    slots, place = np.unique(units, return_inverse=True)
    key, p = key_of(batch.seed), scenario.parameters
    draws = [
        allocation_draw(key, counter_of(slot, 0, 0, replicate), Word(unit))
        for slot in slots.tolist()
    ]
    return np.array([is_allocated(draw, draw, draw, p) for draw in draws])[place]
