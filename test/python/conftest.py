"""What the tests share: a real Presto, a Secrets Manager, a base folder in place of /opt/ml, and ways to run a script."""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
import uuid
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple

import boto3
import pytest

from mlops.credentials import Credentials
from mlops.paths import Paths
from mlops.presto import PrestoClient, Server

CODE = Path(__file__).resolve().parents[2] / "sagemaker-code"
REGION = "us-east-1"


class PrestoAddress(NamedTuple):
    host: str
    port: int


class Finished(NamedTuple):
    """A script that has ended: exit code, both outputs, and the message that SageMaker would show as its failure."""

    code: int
    stdout: str
    stderr: str
    message: str


@pytest.fixture(scope="session")
def presto() -> PrestoAddress:
    """The running Presto with the TPC-H catalog that PRESTO_HOST and PRESTO_PORT name."""
    host, port = os.environ.get("PRESTO_HOST"), os.environ.get("PRESTO_PORT")
    if not host or not port:
        pytest.fail("these tests read from a real Presto: set PRESTO_HOST and PRESTO_PORT (mlops local env prints them)")
    try:
        with urllib.request.urlopen("http://{}:{}/v1/info".format(host, port), timeout=120) as answer:
            json.load(answer)
    except OSError as error:
        pytest.fail("no Presto answers at {}:{}: {}".format(host, port, error))
    return PrestoAddress(host, int(port))


@pytest.fixture(scope="session")
def secret() -> Iterator[Callable[[Any], str]]:
    """Creates a secret in the Secrets Manager of AWS_ENDPOINT_URL_SECRETS_MANAGER and returns its name."""
    if not os.environ.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"):
        pytest.fail("these tests need a Secrets Manager: set AWS_ENDPOINT_URL_SECRETS_MANAGER (mlops local env prints it)")
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
    client = boto3.client("secretsmanager", region_name=REGION)
    names: List[str] = []

    def create(value: Any) -> str:
        name = "python-test-{}".format(uuid.uuid4())
        client.create_secret(Name=name, SecretString=value if isinstance(value, str) else json.dumps(value))
        names.append(name)
        return name

    yield create
    for name in names:
        client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """An empty base folder."""
    return Paths(tmp_path / "ml")


@pytest.fixture
def client(presto: PrestoAddress) -> Iterator[PrestoClient]:
    """A connection to the real Presto, schema tiny."""
    server = Server(presto.host, presto.port, "tpch", "tiny")
    with PrestoClient(server, Credentials("tester", None, None, "none")) as connection:
        yield connection


def put_query(paths: Paths, sql: str) -> None:
    """Writes the query to the file of the processing job's input."""
    paths.query_file.parent.mkdir(parents=True, exist_ok=True)
    paths.query_file.write_text(sql)


def put_hosts(paths: Paths, index: int, count: int) -> None:
    """Makes this the instance `index` of `count`, in the file that SageMaker writes for a processing job."""
    hosts = ["algo-{}".format(n + 1) for n in range(count)]
    file = paths.base / "config" / "resourceconfig.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"current_host": hosts[index], "hosts": hosts}))


def run_script(script: str, arguments: List[str], paths: Paths, **environment: str) -> Finished:
    """Runs a script as SageMaker does, in its own process, with another base folder."""
    variables: Dict[str, str] = {name: value for name, value in os.environ.items() if not name.startswith(("SM_", "SAGEMAKER_"))}
    variables.update(environment, SAGEMAKER_BASE_DIR=str(paths.base), PYTHONDONTWRITEBYTECODE="1")
    completed = subprocess.run(
        [sys.executable, str(CODE / script), *arguments],
        env=variables, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    files = [file for file in (paths.exit_message, paths.failure) if file.exists()]
    message = files[0].read_text() if files else ""
    return Finished(completed.returncode, completed.stdout, completed.stderr, message)


def call_script(script: str, arguments: List[str], paths: Paths) -> Finished:
    """Runs a script in this process. This is much faster, for tests that need no separate process."""
    out, err = io.StringIO(), io.StringIO()
    module = importlib.import_module(script[: -len(".py")])
    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("SAGEMAKER_BASE_DIR", str(paths.base))
        for file in (paths.exit_message, paths.failure):
            if file.exists():
                file.unlink()
        code = module.main(arguments)
    signal.signal(signal.SIGTERM, before)
    files = [file for file in (paths.exit_message, paths.failure) if file.exists()]
    return Finished(code, out.getvalue(), err.getvalue(), files[0].read_text() if files else "")


def connection_arguments(address: Any, secret_name: str, schema: str = "tiny") -> List[str]:
    """The arguments that both preprocessing scripts take."""
    return [
        "--host", address.host, "--port", str(address.port), "--presto_credentials_key", secret_name, "--region", REGION,
        "--presto_catalog", "tpch", "--presto_schema", schema,
    ]  # fmt: skip
