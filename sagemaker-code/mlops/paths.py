"""The paths of a container. Only this module knows /opt/ml and reads the variables SM_* and SAGEMAKER_*.

Sources: "How Amazon SageMaker Processing runs your processing container" and "How Amazon SageMaker provides training
information" in the developer guide. `SAGEMAKER_BASE_DIR` is the training toolkit's variable for another base folder.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import List, NamedTuple, Optional, Tuple

from mlops.errors import UserError


@dataclass(frozen=True)
class Shard:
    """The number of this instance, counted from 0, and how many instances the job has."""

    index: int
    count: int


class Paths(NamedTuple):
    """The files and folders below one base folder, usually /opt/ml."""

    base: Path

    @staticmethod
    def from_environment() -> Paths:
        """Returns the paths of this container."""
        return Paths(Path(os.environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml"))

    @property
    def query_file(self) -> Path:
        """The file with the SQL: a processing job's input named `query`."""
        return self.base / "processing" / "input" / "query" / "query.sql"

    @property
    def exit_message(self) -> Path:
        """The file that SageMaker shows as a processing job's ExitMessage."""
        return self.base / "output" / "message"

    @property
    def failure(self) -> Path:
        """The file that SageMaker shows as a training job's FailureReason."""
        return self.base / "output" / "failure"

    @property
    def model_dir(self) -> Path:
        """The folder that SageMaker packs into model.tar.gz after a training job."""
        folder = os.environ.get("SM_MODEL_DIR")
        return Path(folder) if folder else self.base / "model"

    def processing(self, name: str) -> Path:
        """Returns the folder of a processing job's input or output."""
        return self.base / "processing" / name

    def channel(self, name: str) -> Path:
        """Returns the folder of a training job's channel."""
        folder = os.environ.get("SM_CHANNEL_" + name.upper())
        return Path(folder) if folder else self.base / "input" / "data" / name

    def shard(self) -> Shard:
        """Reads this instance's number among the processing job's hosts; 0 of 1 when the job names no hosts.

        Raises UserError when the current host is not among the hosts.
        """
        file = self.base / "config" / "resourceconfig.json"
        if not file.is_file():
            return Shard(0, 1)
        config = json.loads(file.read_text(encoding="utf-8"))
        hosts: List[str] = sorted(config.get("hosts") or [])
        current: Optional[str] = config.get("current_host")
        if not hosts:
            return Shard(0, 1)
        if current not in hosts:
            raise UserError(
                "{} names the current host {!r}, which is not among the hosts {}.".format(file, current, hosts)
            )
        return Shard(hosts.index(current), len(hosts))


def aws_region() -> Optional[str]:
    """Returns the region that the container's environment names, if it names one."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None


def csv_files(folder: Path) -> Tuple[Path, ...]:
    """Returns all CSV files below a folder, sorted by path. Empty files are left out."""
    return tuple(sorted(file for file in folder.glob("**/*.csv") if file.stat().st_size > 0))
