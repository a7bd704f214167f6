"""Settings are one table, and each does what it is for.

After a preset has changed, ``PYTHONPATH=tests python tests/model/claims/test_settings.py``
writes its numbers into the table.
"""

import re

import numpy as np
import pytest
from helpers import ROOT
from selection import assert_none, nonempty

import mutua
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.presets import configs, preset, presets
from mutua.scenarios.resolve import resolve

TABLE = ROOT / "docs" / "settings.md"
TEXT = TABLE.read_text(encoding="utf-8")
HEAD, _, *LINES = re.findall(r"^\| .* \|$|^\|-.*\|$", TEXT, re.MULTILINE)
SETTINGS = nonempty([cell.strip() for cell in HEAD.split("|")[3:-2]], 2)
ROWS = {
    cells[0].strip("`"): cells[1:]
    for cells in ([cell.strip() for cell in line.split("|")[1:-1]] for line in LINES)
}


def ran(setting: str) -> mutua.Result:
    return mutua.simulate(setting=setting, dyads=408, record="trajectories")


def test_the_table_has_a_column_a_setting_and_a_row_a_parameter_that_any_of_them_sets() -> None:
    assert sorted(SETTINGS) == list(presets("setting"))
    assert set(ROWS) == {name for setting in SETTINGS for name in preset("setting", setting)}


def test_the_table_is_what_the_presets_say() -> None:
    values = [resolve(setting=name).values for name in SETTINGS]
    declared = {name: [DECLARED[name].unit, *(v[name] for v in values)] for name in ROWS}
    shown = {name: [unit, *map(float, x)] for name, (unit, *x, _) in ROWS.items()}
    assert shown == declared
    source = r"assumed|E\d\d|S00\d item|design \d|[12]\d{3}|as above"
    assert_none(name for name, cells in ROWS.items() if not re.search(source, cells[-1]))


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_sets_no_norm_and_says_where_each_number_comes_from(setting: str) -> None:
    assert not any(name.startswith("norm.") for name in preset("setting", setting))
    text = (configs() / "setting" / f"{setting}.yaml").read_text(encoding="utf-8")
    numbers = [line for line in text.splitlines() if re.search(r": [\d{]", line)]
    assert len(numbers) > 15
    assert all("  # " in line or "{mean" in line for line in numbers)


def test_psychotherapy_is_over_when_its_protocol_is() -> None:
    result = ran("psychotherapy")
    length = resolve(setting="psychotherapy").values["exit.protocol"]
    engaged = result.weekly.engaged.to_numpy()
    assert engaged[int(length) - 2] > 0.3
    assert (engaged[int(length) - 1 :] == 0).all()
    assert result.weekly.trust_user.iloc[-1:].isna().all(), "a mean over nobody is missing"
    assert result.dyads.star_user_early.notna().any()


def test_on_a_ward_everybody_is_in_a_crisis_seen_at_once_and_soon_discharged() -> None:
    result = ran("inpatient")
    assert (result.dyads.admissions >= 1).all()
    first = result.trajectories.isel(week=0)
    assert (first.attended == first.engaged).sum() == (first.engaged > 0).sum() > 200
    assert (result.dyads.ending == "planned").mean() > 0.5
    assert result.weekly.engaged.iloc[12] < 0.2
    assert result.weekly.service_ties.iloc[12] > 0.5, "a bed is filled again"


def test_early_intervention_is_for_the_young() -> None:
    ages = ran("early_intervention").dyads.age
    assert ages.between(14, 36).all()
    assert ages.std() > 2


@pytest.mark.parametrize("setting", SETTINGS)
def test_places_are_filled_again_where_the_setting_says_so(setting: str) -> None:
    """By newcomers: who comes back takes a vacant place anywhere."""
    gone = {"exit.back": 0.0}
    weekly = mutua.simulate(setting=setting, parameters=gone, dyads=408).weekly
    refilled = weekly.service_ties > weekly.engaged + 1e-9
    assert refilled.any() == (resolve(setting=setting).values["service.refill"] > 0)


@pytest.mark.parametrize("setting", ["routine", "psychotherapy"])
def test_brief_services_lose_people_early(setting: str) -> None:
    """Most of those who break off have done so by week 13 of what is a year or twenty weeks."""
    broken = mutua.simulate(setting=setting, dyads=2_040).dyads
    gone = broken[broken.dropout]
    assert len(gone) > 100
    assert np.mean(gone.exit_week <= 13) > 0.5


if __name__ == "__main__":
    for line in LINES:
        _, name, unit, *_, source, _ = line.split("|")
        numbers = [resolve(setting=s).values[name.strip(" `")] for s in SETTINGS]
        now = "|".join(["", name, unit, *(f" {x:g} " for x in numbers), source, ""])
        TEXT = TEXT.replace(line, now)
    TABLE.write_text(TEXT, encoding="utf-8")
