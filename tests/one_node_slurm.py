"""Slurm on this machine alone, for as long as a test takes: munged, slurmctld, slurmd.

Debian's packages ``slurmctld``, ``slurmd``, ``slurm-client`` and ``munge`` are enough. Key, socket,
ports and folders are its own, so that a Slurm that is there is left alone. Root can start its jobs.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

NEEDED = ("munged", "slurmctld", "slurmd", "sbatch", "sinfo")
CONFIG = """
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmctldPort={controller}
SlurmdPort={node}
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_interval=1
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4000
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str:
    """What keeps Slurm from being started here; empty if nothing does."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if os.environ.get("MUTUA_SLURM") != "1":
        return "starts a Slurm of its own: asked for with MUTUA_SLURM=1"
    if missing:
        return f"no {', '.join(missing)} here: apt-get install slurmctld slurmd slurm-client munge"
    return "" if os.geteuid() == 0 else "only root can start the jobs of a Slurm"


@contextmanager
def one_node(folder: Path) -> Iterator[dict[str, str]]:
    """Start Slurm in a folder; gives the environment in which its commands find it."""
    host, cpus = socket.gethostname().partition(".")[0], os.cpu_count()
    values = {"host": host, "cpus": cpus, "folder": folder}
    (folder / "slurm.conf").write_text(
        CONFIG.format(**values, controller=free_port(), node=free_port()).strip() + "\n"
    )
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    for name in ("state", "spool"):
        (folder / name).mkdir()
    environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf")}
    munge = [f"--{kind}-file={folder}/munge.{kind}" for kind in ("key", "pid", "log", "seed")]
    with ExitStack() as running:
        for command in (
            ["munged", "--foreground", "--force", f"--socket={folder}/munge.socket", *munge],
            ["slurmctld", "-D"],
            ["slurmd", "-D", "-N", host],
        ):
            log = running.enter_context((folder / f"{command[0]}.log").open("wb"))
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            running.callback(process.wait)
            running.callback(process.terminate)
        wait_for(["sinfo", "-h", "-o", "%T"], "idle", environment)
        yield environment


def free_port() -> int:
    """A port that nobody listens to."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(command: list[str], said: str, environment: dict[str, str]) -> None:
    """Wait until a command says what it is to say, a minute at most."""
    shown = None
    for _ in range(300):
        shown = subprocess.run(command, env=environment, capture_output=True, text=True)
        if shown.returncode == 0 and shown.stdout.strip() == said:
            return
        time.sleep(0.2)
    raise TimeoutError(f"{' '.join(command)} says {shown}, not {said!r}")
