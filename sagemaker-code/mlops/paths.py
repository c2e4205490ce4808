"""The only reader of /opt/ml and of the SM_* and SAGEMAKER_* variables: where SageMaker puts things in a container.

Sources: "How Amazon SageMaker Processing runs your processing container" and "How Amazon SageMaker provides training
information" in the developer guide. `SAGEMAKER_BASE_DIR` is the training toolkit's own variable for another base.
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
    """Which of the job's instances this is, counted from 0."""

    index: int
    count: int


class Paths(NamedTuple):
    """The layout below one base folder."""

    base: Path

    @staticmethod
    def from_environment() -> Paths:
        """The layout of this container."""
        return Paths(Path(os.environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml"))

    @property
    def query_file(self) -> Path:
        """The SQL of a processing job: its input named `query`."""
        return self.base / "processing" / "input" / "query" / "query.sql"

    @property
    def exit_message(self) -> Path:
        """What SageMaker shows as a processing job's ExitMessage."""
        return self.base / "output" / "message"

    @property
    def failure(self) -> Path:
        """What SageMaker shows as a training job's FailureReason."""
        return self.base / "output" / "failure"

    @property
    def model_dir(self) -> Path:
        """What a training job leaves here becomes model.tar.gz."""
        given = os.environ.get("SM_MODEL_DIR")
        return Path(given) if given else self.base / "model"

    def processing(self, name: str) -> Path:
        """The folder of a processing job's input or output."""
        return self.base / "processing" / name

    def channel(self, name: str) -> Path:
        """The folder of a training job's channel."""
        given = os.environ.get("SM_CHANNEL_" + name.upper())
        return Path(given) if given else self.base / "input" / "data" / name

    def shard(self) -> Shard:
        """This instance's place among the processing job's hosts; alone when the job says nothing of hosts."""
        file = self.base / "config" / "resourceconfig.json"
        if not file.is_file():
            return Shard(0, 1)
        config = json.loads(file.read_text(encoding="utf-8"))
        hosts: List[str] = sorted(config.get("hosts") or [])
        current: Optional[str] = config.get("current_host")
        if not hosts:
            return Shard(0, 1)
        if current not in hosts:
            raise UserError("{} names the host {!r}, which is not among its hosts {}.".format(file, current, hosts))
        return Shard(hosts.index(current), len(hosts))


def aws_region() -> Optional[str]:
    """The region that the container's environment names."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None


def csv_files(folder: Path) -> Tuple[Path, ...]:
    """Every CSV file of a channel or an input, in the order of their names; empty files are left out."""
    return tuple(sorted(file for file in folder.glob("**/*.csv") if file.stat().st_size > 0))
