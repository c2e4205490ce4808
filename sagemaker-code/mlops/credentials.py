"""The credentials for Presto, from AWS Secrets Manager."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, Optional

import boto3
import botocore.config
import botocore.exceptions

from mlops.aws_errors import aws_reason
from mlops.errors import PlatformError, UserError, register_secret

EXPECTED_SHAPE = (
    'It must hold JSON like {"username": "...", "password": "..."}; "password" and "ca" (a PEM) are optional.'
)


class Credentials(NamedTuple):
    """A user of Presto. `ca` is the PEM of a certificate authority; `secret` is the secret's name, for messages."""

    username: str
    password: Optional[str]
    ca: Optional[str]
    secret: str

    def __repr__(self) -> str:
        return "Credentials(username={!r}, secret={!r})".format(self.username, self.secret)


def read_credentials(secret: str, region: str, client: Optional[Any] = None) -> Credentials:
    """Reads the secret named `secret` from Secrets Manager.

    Raises UserError when the secret does not exist, may not be read or has another shape. Raises PlatformError when
    Secrets Manager does not answer. Source of the error codes:
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    """
    config = botocore.config.Config(connect_timeout=10, read_timeout=20, retries={"max_attempts": 3})
    try:
        source = client or boto3.client("secretsmanager", region_name=region, config=config)
        text = source.get_secret_value(SecretId=secret).get("SecretString")
    except botocore.exceptions.ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code == "ResourceNotFoundException":
            raise UserError(
                "There is no secret {!r} in Secrets Manager in {}.".format(secret, region),
                "Create it, or correct presto.presto_credentials.",
            ) from None
        if code in ("AccessDeniedException", "DecryptionFailure", "KMSAccessDeniedException"):
            raise UserError(
                "The job's role may not read the secret {!r} ({}).".format(secret, code),
                "Allow secretsmanager:GetSecretValue (and kms:Decrypt of its key) on it.",
            ) from None
        raise PlatformError(
            "Secrets Manager does not return the secret {!r}: {}.".format(secret, aws_reason(error))
        ) from None
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        raise PlatformError(
            "Secrets Manager in {} did not return the secret {!r}: {}".format(region, secret, error)
        ) from None
    return parse_credentials(secret, text)


def parse_credentials(secret: str, text: Optional[str]) -> Credentials:
    """Reads credentials from a secret's text. Raises UserError for another shape; its message has no secret value."""
    try:
        value = json.loads(text or "")
    except ValueError:
        raise UserError("The secret {!r} is not JSON.".format(secret), EXPECTED_SHAPE) from None
    if not isinstance(value, dict):
        raise UserError("The secret {!r} is not a JSON object.".format(secret), EXPECTED_SHAPE)
    for field in ("username", "password", "ca"):
        if value.get(field) is not None and not isinstance(value[field], str):
            raise UserError("The field {!r} of the secret {!r} is not a text.".format(field, secret), EXPECTED_SHAPE)
    username = value.get("username") or ""
    if not username:
        raise UserError("The secret {!r} has no username.".format(secret), EXPECTED_SHAPE)
    if not (username.isprintable() and username.isascii()) or username != username.strip() or ":" in username:
        raise UserError(
            "The username of the secret {!r} has characters that an HTTP header cannot carry.".format(secret),
            EXPECTED_SHAPE,
        )
    password = value.get("password") or None
    if password:
        register_secret(password)
    return Credentials(username, password, value.get("ca") or None, secret)
