"""Model archives in S3."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Optional, Tuple

import boto3
import botocore.config
import botocore.exceptions

from mlops.evaluation import Deployed
from mlops.forest import load_model


def fetch_deployed(uri: Optional[str], features: Tuple[str, ...], region: Optional[str]) -> Optional[Deployed]:
    """The deployed model, or why it cannot be used; None when none is deployed. Never raises for the archive's sake:
    an unreadable model makes the comparison inconclusive, and the report says so."""
    if uri is None:
        return None
    if not uri.startswith("s3://") or "/" not in uri[5:].strip("/"):
        return Deployed(uri, None, "{!r} is not an s3:// address of an object".format(uri))
    bucket, _, key = uri[5:].partition("/")
    config = botocore.config.Config(connect_timeout=10, read_timeout=60, retries={"max_attempts": 3})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.tar.gz"
        try:
            client: Any = boto3.client("s3", region_name=region, config=config)
            client.download_file(bucket, key, str(file))
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError, OSError) as error:
            return Deployed(uri, None, "it could not be read from S3: {}".format(error))
        try:
            return Deployed(uri, load_model(file, features))
        except ValueError as error:
            return Deployed(uri, None, str(error))
