"""A paragraph on how a comparison was made, to be copied into a paper."""

from collections.abc import Mapping
from typing import Any

from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.declare import ASSUMED
from mutua.reports.comparison.notes import are_same_users

Manifest = Mapping[str, Any]
#: How the software is cited, but for its version.
AUTHORS, TITLE = "The mutua developers", "mutua"
#: Libraries that a methods section names.
NAMED = ("python", "numpy", "numba")


def methods(manifest: Manifest) -> str:
    """What was simulated, how arms were compared, and on which versions."""
    return " ".join([*_design(manifest), *_intervals(manifest), *_versions(manifest)])


def citation(manifest: Manifest) -> str:
    """How the software is cited."""
    version = manifest["provenance"]["versions"]["mutua"]
    number = f" (version {version})" if version else ""
    return f"{AUTHORS}. {TITLE}{number} [computer software]."


def _design(m: Manifest) -> list[str]:
    names = [arm["name"] for arm in m["arms"]]
    settings = " and ".join(dict.fromkeys(arm["setting"] for arm in m["arms"]))
    total = m["dyads"] * m["replicates"]
    same = are_same_users(m["arms"])
    users = "the same traits" if same else "the same rank in every trait"
    return [
        f"We simulated dyads of a service user and a professional in {len(names)} arms "
        f"({', '.join(names)}; setting: {settings}) with {citation(m).removesuffix('.')}.",
        f"Each arm held {m['dyads']:,} dyads in each of {m['replicates']} replicates ({total:,} "
        f"in all) over {m['weeks']} weeks; the random seed was {m['seed']}.",
        f"In every arm a dyad had {users} and met the same random draws (common random numbers), "
        "so differences between arms are paired.",
    ]


def _intervals(m: Manifest) -> list[str]:
    assumed = sum(d.number == ASSUMED for d in DECLARED.values())
    level = "Each replicate gave one mean difference;"
    posterior = m.get("posterior")
    kind = (
        f"{level} intervals are 95 % prediction intervals (Student's t) of another draw from the "
        f"posterior of a calibration ({posterior['of']}), one draw a replicate."
        if posterior
        else f"{level} intervals are 95 % intervals of their mean (Student's t over replicates) "
        "and hold Monte-Carlo error alone."
    )
    off = "To show what follows from the assumed misfit of control alone, arms were also run "
    return [
        kind,
        "Standardised differences (d) are in the SD between dyads, pooled over two arms.",
        *([f"{off}without it (mechanism.roles=off)."] if m.get("roles_off") else []),
        f"Of {len(DECLARED)} parameter values {assumed} are assumed.",
    ]


def _versions(m: Manifest) -> list[str]:
    origin = m["provenance"]
    on = [f"{name} {origin['versions'][name]}" for name in NAMED if origin["versions"][name]]
    commit = f", commit {origin['git']['commit'][:10]}" if origin.get("git") else ""
    return [f"Runs used {', '.join(on)} (digest of the rules {origin['source']}{commit})."]
