"""Hydra's multirun goes to mutua: ``hydra/sweeper=mutua``, the default of our configs.

Hydra imports every plugin at each start, so nothing heavy is imported here until there is a sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.plugins.sweeper import Sweeper


class MutuaSweeper(Sweeper):
    """Hands the whole sweep over at once, instead of composing a job for each point."""

    def setup(self, *, hydra_context: Any, task_function: Any, config: Any) -> None:
        """Keep what composing needs."""
        self.loader, self.task = hydra_context.config_loader, task_function
        self.command = config.hydra.job.config_name

    def sweep(self, arguments: Sequence[str]) -> Any:
        """Let the task plan the sweep from its words."""
        from mutua.cli.compose import Multirun

        return self.task(Multirun(self.loader, self.command, list(arguments)))


@dataclass
class MutuaSweeperConfig:
    """What ``hydra/sweeper=mutua`` stands for."""

    _target_: str = "hydra_plugins.mutua_sweeper.MutuaSweeper"


ConfigStore.instance().store(
    group="hydra/sweeper", name="mutua", node=MutuaSweeperConfig, provider="mutua"
)
