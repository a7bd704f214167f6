"""A result says what made it, and nothing about who or where."""

import getpass
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mutua.jit.sources import source_hash
from mutua.storage import provenance as module
from mutua.storage.provenance import checkout, hardware, provenance, versions


def git(folder, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    """Git is asked each time, as no other test needs it to be."""
    monkeypatch.setattr(module, "checkout", checkout)


@pytest.fixture
def package(tmp_path):
    """A package in a checkout, committed."""
    if not shutil.which("git"):
        pytest.skip("no git on this machine")
    folder = tmp_path / "src" / "package"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (tmp_path / "preset.yaml").write_text("a: 1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return folder


def test_it_names_versions_source_and_moment():
    before = datetime.now(UTC).replace(microsecond=0)
    got = provenance()
    started = datetime.fromisoformat(got["started"])
    assert before <= started <= datetime.now(UTC)
    assert started.utcoffset().total_seconds() == 0
    assert got["source"] == source_hash()
    assert got["versions"]["numpy"] == np.__version__
    assert got["versions"]["python"] == platform.python_version()
    assert all(got["versions"][name] for name in module.LIBRARIES)
    assert got["hardware"] == hardware()
    assert 1 <= got["hardware"]["cores_usable"] <= got["hardware"]["cores"]
    assert got["hardware"]["cpu"]
    assert json.loads(json.dumps(got, allow_nan=False)) == got


def test_it_names_no_host_user_or_folder():
    private = [platform.node(), getpass.getuser(), str(Path.home()), str(Path.cwd())]
    values = re.findall(r"[^\s\"{}\[\],]+", json.dumps(list(leaves(provenance()))))
    assert not set(private) & set(values)
    assert not any("/" in value for value in values)


def leaves(tree):
    for value in tree.values():
        yield from leaves(value) if isinstance(value, dict) else [value]


def test_a_package_that_is_not_installed_has_no_version(monkeypatch):
    monkeypatch.setattr(module, "LIBRARIES", ("numpy", "no-such-distribution"))
    assert versions()["no-such-distribution"] is None


def test_mesa_and_pandas_are_not_imported_for_their_version():
    code = "import sys, mutua.storage.provenance as p; p.provenance(); print(*sys.modules)"
    source = str(Path(module.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": source},
    )  # fmt: skip
    assert not {"mesa", "pandas", "scipy.stats", "pyarrow"} & set(done.stdout.split())


def test_a_clean_checkout_gives_its_commit(package):
    assert checkout(package) == {"commit": git(package, "rev-parse", "HEAD"), "dirty": False}


def test_a_changed_tracked_file_anywhere_is_dirty(package):
    (package.parents[1] / "preset.yaml").write_text("a: 2")
    assert checkout(package)["dirty"] is True


def test_a_new_file_is_dirty_in_the_package_only(package):
    (package.parents[1] / "notes.txt").write_text("mine")
    assert checkout(package)["dirty"] is False
    (package / "rule.py").write_text("")
    assert checkout(package)["dirty"] is True


def test_a_package_installed_in_a_strangers_checkout_has_no_commit(package):
    installed = package.parents[1] / "env" / "mutua"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text("")
    assert checkout(installed) is None


def test_a_git_hook_of_another_repository_does_not_mislead(package, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert checkout(package)["commit"] == git(package, "rev-parse", "HEAD")


def test_without_git_a_checkout_or_a_commit_there_is_none(package, tmp_path_factory, monkeypatch):
    plain = tmp_path_factory.mktemp("plain")
    (plain / "__init__.py").write_text("")
    assert checkout(plain) is None
    git(plain, "init", "-q")
    git(plain, "add", ".")
    assert checkout(plain) is None
    monkeypatch.setenv("PATH", str(plain))
    assert checkout(package) is None
    assert provenance()["git"] is None


def test_a_git_that_hangs_is_not_waited_for(package, monkeypatch):
    def hang(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", hang)
    assert checkout(package) is None


def test_a_machine_without_cpuinfo_still_names_its_processor(monkeypatch):
    def missing(*args, **kwargs):
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", missing)
    monkeypatch.setattr(
        module, "_output", lambda command: "Apple M9" if "sysctl" in command else None
    )
    assert hardware()["cpu"] == "Apple M9"
    monkeypatch.setattr(module, "_output", lambda _: None)
    assert hardware()["cpu"]
