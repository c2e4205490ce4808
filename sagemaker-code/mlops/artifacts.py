"""Model archives in S3."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Optional, Tuple

import boto3
import botocore.config
import botocore.exceptions

from mlops.aws_errors import aws_reason
from mlops.forest import DeployedModel, load_model


def fetch_deployed(uri: Optional[str], features: Tuple[str, ...], region: Optional[str]) -> Optional[DeployedModel]:
    """Downloads and loads the deployed model; returns None when `uri` is None, because then no model is deployed.

    Does not raise when the archive cannot be read or used: the result then has a `problem` instead of a model. The gate
    that compares the models is inconclusive in that case, and the report says why. `features` are the names that a
    model without metadata.json is taken to have.
    """
    if uri is None:
        return None
    if not uri.startswith("s3://") or "/" not in uri[5:].strip("/"):
        return DeployedModel(uri, None, "{!r} is not an s3:// address of an object".format(uri))
    bucket, _, key = uri[5:].partition("/")
    config = botocore.config.Config(connect_timeout=10, read_timeout=60, retries={"max_attempts": 3})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.tar.gz"
        try:
            client: Any = boto3.client("s3", region_name=region, config=config)
            client.download_file(bucket, key, str(file))
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError, OSError) as error:
            return DeployedModel(uri, None, "it could not be read from S3: {}".format(aws_reason(error)))
        try:
            return DeployedModel(uri, load_model(file, features))
        except ValueError as error:
            return DeployedModel(uri, None, str(error))
