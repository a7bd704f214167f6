"""What every test shares: examples that do not depend on the day, no windows."""

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

# One fixed set of examples, so that a failure is a change of the code and never of the day;
# HYPOTHESIS_PROFILE=search looks further, with new examples each time.
settings.register_profile(
    "mutua",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "search",
    settings.get_profile("mutua"),
    max_examples=2_000,
    derandomize=False,
    database=None,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "mutua"))
