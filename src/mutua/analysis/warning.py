"""Early warning: signals in a moving window before an event, against those who stayed.

Arrays of one replicate have the shape (dyads, weeks). A higher signal is the more alarming. Whoever
has the event in a week is compared with those of the same replicate and week who stay: the
placement of a case is the share of them who are less alarming. Mean placements are areas under
curves (AUC), and a placement of at least ``1 - f`` is an alarm at a rate of false alarms f.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mutua.analysis.regression import logistic

#: Stayers of each case by which weights are fitted.
CONTROLS = 20
#: Statistics of a window, and the sign by which a higher one is the more alarming.
STATISTICS = {"level": -1.0, "trend": -1.0, "variance": 1.0, "autocorrelation": 1.0}


def window_signals(course: np.ndarray, window: int) -> dict[str, np.ndarray]:
    """Statistics of the weeks up to each week, by name; missing before the first full window."""
    parts = np.lib.stride_tricks.sliding_window_view(course, window, axis=1)
    time = np.arange(window) - (window - 1) / 2.0
    level = parts.mean(axis=2)
    apart = parts - level[:, :, None]
    squares = (apart * apart).sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        lagged = (apart[:, :, 1:] * apart[:, :, :-1]).sum(axis=2) / squares
    found = {
        "level": level,
        "trend": (parts * time).sum(axis=2) / (time * time).sum(),
        "variance": squares / (window - 1),
        "autocorrelation": np.where(squares > 1e-12, lagged, 0.0),
    }
    before = np.full((len(course), window - 1), np.nan)
    return {name: sign * np.hstack([before, found[name]]) for name, sign in STATISTICS.items()}


def stays_on(engaged: np.ndarray, weeks: int) -> np.ndarray:
    """Whether a tie still goes on so many weeks later; false where the run ends before."""
    later = np.zeros_like(engaged, bool)
    later[:, : engaged.shape[1] - weeks] = engaged[:, weeks:]
    return later


def late_enough(cases: np.ndarray, before: int) -> np.ndarray:
    """Cases with so many weeks before them."""
    kept = cases.copy()
    kept[:, :before] = False
    return kept


def placements(signal: np.ndarray, cases: np.ndarray, stays: np.ndarray, lead: int) -> np.ndarray:
    """Share of stayers of the same week who were less alarming than a case, `lead` weeks before it.

    Parameters
    ----------
    signal : shape (dyads, weeks)
    cases, stays : bool, shape (dyads, weeks)
        The week in which a dyad has the event; whether it stays after a week.

    Returns
    -------
    shape (cases,)
        In the order of weeks; of equals half count. Cases of weeks without stayers are left out.
    """
    places = [np.zeros(0)]
    for week in np.flatnonzero(cases.any(axis=0) & stays.any(axis=0)):
        then = signal[:, week - lead]
        pool, own = np.sort(then[stays[:, week]]), then[cases[:, week]]
        below = np.searchsorted(pool, own, "left") + np.searchsorted(pool, own, "right")
        places.append(below / (2.0 * len(pool)))
    return np.concatenate(places)


def alarm_weeks(by_lead: Sequence[np.ndarray], false_alarms: float) -> np.ndarray:
    """Weeks for which the alarm of each case has been on without a break when the event comes.

    `by_lead`: placements of the same cases 1, 2, ... weeks before.
    """
    on = np.array(by_lead) >= 1.0 - false_alarms
    return np.asarray(np.cumprod(on, axis=0).sum(axis=0))


def matched_rows(
    signals: Mapping[str, np.ndarray], cases: np.ndarray, stays: np.ndarray, lead: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cases and some stayers of their weeks: who is a case, and the signals `lead` weeks before."""
    values = np.stack(list(signals.values()), axis=-1)
    outcome, rows = [np.zeros(0)], [np.zeros((0, len(signals)))]
    for week in np.flatnonzero(cases.any(axis=0) & stays.any(axis=0)):
        own, others = np.flatnonzero(cases[:, week]), np.flatnonzero(stays[:, week])
        some = others[:: max(1, len(others) // (CONTROLS * len(own)))]
        outcome.append(np.repeat([1.0, 0.0], [len(own), len(some)]))
        rows.append(values[np.concatenate([own, some]), week - lead])
    return np.concatenate(outcome), np.concatenate(rows)


def fit_weights(outcome: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Weights by which signals together tell cases from stayers best: log odds per unit.

    Missing where the odds have no finite best.
    """
    spread = rows.std(axis=0) if len(rows) else np.zeros(rows.shape[1])
    scale = np.where(spread > 0.0, spread, 1.0)
    return np.asarray(logistic(outcome, *(rows / scale).T)[1:] / scale)
