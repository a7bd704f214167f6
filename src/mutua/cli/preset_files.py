"""Files of presets that others may have written: values, and never what Hydra would run.

Hydra makes callbacks, launchers, sweepers and loggers of what a config names, changes folders and
sets environment variables, all before a task can check anything. So whatever concerns Hydra itself
is refused while a file is read: before anything is composed of it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigResult
from omegaconf import OmegaConf

from mutua.cli.main import check_readable
from mutua.errors import ParameterError
from mutua.storage.disk import text_of

#: Hydra's own group, package or key: ``override /hydra/launcher``, ``x@hydra.job``.
OF_HYDRA = re.compile(r"(?<![\w-])hydra(?![\w-])")
#: The key by which Hydra finds what it calls.
TARGET = "_target_"
#: Characters of a file, and values of it with all its aliases written out.
MOST_TEXT = 1_000_000


class PresetFiles(FileConfigSource):
    """Hydra's reader of YAML files, which refuses code in any but our own."""

    def load_config(self, config_path: str) -> ConfigResult:
        """Read one file.

        Raises
        ------
        ParameterError
            It concerns Hydra itself, names code, or is nested too deeply to be read.
        """
        file = self._normalize_file_name(config_path)
        try:
            if self.provider != "main":
                check_text(file, Path(self.path, file))
            read = super().load_config(config_path)
            if self.provider != "main":
                refuse_code(file, config_path, read)
        except RecursionError as error:
            raise ParameterError(f"{file}: is nested too deeply") from error
        return read


#: Hydra compares names where a launcher's worker, which gets our reader, registers its own.
PresetFiles.__name__ = FileConfigSource.__name__


@contextmanager
def checked_files() -> Iterator[None]:
    """Let Hydra read every file through `PresetFiles`."""
    Plugins.instance()  # registers Hydra's own reader, once
    readers = SourcesRegistry.instance().types
    scheme = FileConfigSource.scheme()
    before, readers[scheme] = readers[scheme], PresetFiles
    try:
        yield
    finally:
        readers[scheme] = before


def check_text(file: str, path: Path) -> None:
    """Refuse a file that grows beyond all bounds as it is read."""
    text = text_of(path) if path.is_file() else ""
    check_readable(text, file)
    if len(text) > MOST_TEXT or ("*" in text and _size(yaml.compose(text), {}) > MOST_TEXT):
        raise ParameterError(f"{file}: is larger than {MOST_TEXT:,} characters or values")


def _size(node: Any, known: dict[int, int]) -> int:
    """Values of a node of YAML; what aliases repeat counts each time."""
    if id(node) not in known:
        below = node.value if isinstance(node, yaml.CollectionNode) else ()
        if isinstance(node, yaml.MappingNode):
            below = chain(*below)
        known[id(node)] = 1 + sum(_size(child, known) for child in below)
    return known[id(node)]


def refuse_code(file: str, config_path: str, read: ConfigResult) -> None:
    """Refuse a file with anything that Hydra would run, or that changes how Hydra runs."""
    for text in (config_path, read.header.get("package") or ""):
        if OF_HYDRA.search(text):
            raise ParameterError(f"{file}: {text!r}: how Hydra itself runs is fixed")
    content = OmegaConf.to_container(read.config, resolve=False)
    for name in names_in(content):
        if name == TARGET:
            raise ParameterError(f"{file}: {TARGET} names code; a preset holds values only")
        if OF_HYDRA.search(name):
            raise ParameterError(f"{file}: {name!r}: how Hydra itself runs is fixed")


def names_in(content: Any, is_default: bool = False) -> Iterator[str]:
    """Keys at every depth, and what a list of defaults names."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield str(key)
            yield from names_in(value, is_default or key == "defaults")
    elif isinstance(content, list):
        for value in content:
            yield from names_in(value, is_default)
    elif is_default and isinstance(content, str):
        yield content
