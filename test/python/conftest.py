"""What the tests stand on: a real Presto, a Secrets Manager, and a base folder in the place of /opt/ml."""

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
    """A script that ran: exit code, both outputs, and what SageMaker would show as its reason to fail."""

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
    """Makes a secret in the Secrets Manager of AWS_ENDPOINT_URL_SECRETS_MANAGER and gives its name."""
    if not os.environ.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"):
        pytest.fail("these tests need a Secrets Manager: set AWS_ENDPOINT_URL_SECRETS_MANAGER (mlops local env prints it)")
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
    client = boto3.client("secretsmanager", region_name=REGION)
    made: List[str] = []

    def make(value: Any) -> str:
        name = "python-test-{}".format(uuid.uuid4())
        client.create_secret(Name=name, SecretString=value if isinstance(value, str) else json.dumps(value))
        made.append(name)
        return name

    yield make
    for name in made:
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
    """Lays the query where the processing job's input would be."""
    paths.query_file.parent.mkdir(parents=True, exist_ok=True)
    paths.query_file.write_text(sql)


def put_hosts(paths: Paths, index: int, count: int) -> None:
    """Makes this the instance `index` of `count`, as SageMaker tells a processing job."""
    hosts = ["algo-{}".format(n + 1) for n in range(count)]
    file = paths.base / "config" / "resourceconfig.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"current_host": hosts[index], "hosts": hosts}))


def run_script(script: str, arguments: List[str], paths: Paths, **environment: str) -> Finished:
    """Runs one of the scripts as SageMaker does: a process of its own, below another base folder."""
    variables: Dict[str, str] = {name: value for name, value in os.environ.items() if not name.startswith(("SM_", "SAGEMAKER_"))}
    variables.update(environment, SAGEMAKER_BASE_DIR=str(paths.base), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [sys.executable, str(CODE / script), *arguments],
        env=variables, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    files = [file for file in (paths.exit_message, paths.failure) if file.exists()]
    message = files[0].read_text() if files else ""
    return Finished(done.returncode, done.stdout, done.stderr, message)


def call_script(script: str, arguments: List[str], paths: Paths) -> Finished:
    """The same in this process: much faster, for tests that need many runs and no process of their own."""
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
