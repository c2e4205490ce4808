"""Trains like the script mode of the sagemaker-training toolkit (5.1.4), which the scikit-learn image runs as `train`.

Reads /opt/ml/input/config/{hyperparameters,resourceconfig,inputdataconfig}.json, unpacks the user's code into
/opt/ml/code, installs its requirements, and runs the entry point with the SM_* environment and the command-line
arguments that the toolkit gives (a test compares both with the published toolkit's). On failure it writes
/opt/ml/output/failure when the script has not written it.

It differs from the toolkit in two ways: it does not wait for host names to resolve, and the failure names the script's
last error line, which the toolkit leaves empty in this image.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Iterable
from typing import Any

BASE = os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")
CODE = os.path.join(BASE, "code")
MODEL = os.path.join(BASE, "model")
INPUT = os.path.join(BASE, "input")
CONFIG = os.path.join(INPUT, "config")
OUTPUT = os.path.join(BASE, "output")
FRAMEWORK_MODULE = "sagemaker_sklearn_container.training:main"

# sagemaker_training.params.SAGEMAKER_HYPERPARAMETERS: settings of the toolkit that scripts do not see.
TOOLKIT_HYPERPARAMETERS = {
    "sagemaker_program",
    "sagemaker_submit_directory",
    "sagemaker_enable_cloudwatch_metrics",
    "sagemaker_region",
    "sagemaker_container_log_level",
    "sagemaker_job_name",
    "default_user_module_name",
    "_tuning_objective_metric",
    "sagemaker_s3_output",
}
SAFE_ENTRY_POINT = re.compile(r"^[A-Za-z0-9._][A-Za-z0-9._+-]*(/[A-Za-z0-9._+-]+)*$")
MAX_ERROR_LINES = 40


class UserError(Exception):
    """The user's code or request is wrong."""


def read_json(name: str) -> Any:
    """Reads one of the files that SageMaker writes to /opt/ml/input/config."""
    with open(os.path.join(CONFIG, name), encoding="utf-8") as file:
        return json.load(file)


def decode(value: Any) -> Any:
    """Decodes a hyperparameter: a string that is JSON. Any other string is the value itself."""
    try:
        return json.loads(value)
    except (ValueError, TypeError):
        return value


def to_cmd_args(hyperparameters: dict[str, Any]) -> list[str]:
    """Same as sagemaker_training.mapping.to_cmd_args: sorted, one dash for one-letter names, str() of each value."""
    arguments: list[str] = []
    for name in sorted(hyperparameters):
        value = hyperparameters[name]
        arguments.append("" if not name else f"--{name}" if len(name) > 1 else f"-{name}")
        if isinstance(value, dict):
            arguments.append(",".join(f"{key}={each}" for key, each in sorted(value.items())))
        else:
            arguments.append("" if value is None else str(value))
    return arguments


def to_env_vars(values: dict[str, Any]) -> dict[str, str]:
    """Same as sagemaker_training.mapping.to_env_vars: SM_ names, strings unchanged, the rest as compact sorted JSON."""

    def text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

    return {f"SM_{name.upper()}": text(value) for name, value in values.items()}


def count_lines(command: list[str], prefix: str) -> int:
    """Counts the lines of a command's output that begin with a prefix; 0 when the command does not exist or fails."""
    try:
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        return sum(1 for line in lines if line.startswith(prefix))
    except (OSError, subprocess.CalledProcessError):
        return 0


class TrainingEnvironment:
    """The values of sagemaker_training.environment.Environment for this container."""

    def __init__(self) -> None:
        everything = {name: decode(value) for name, value in read_json("hyperparameters.json").items()}
        self.resources = read_json("resourceconfig.json")
        self.channels = read_json("inputdataconfig.json")
        self.toolkit = {
            name: value
            for name, value in everything.items()
            if name in TOOLKIT_HYPERPARAMETERS or name.startswith("sagemaker_")
        }
        self.framework = {name: value for name, value in self.toolkit.items() if name not in TOOLKIT_HYPERPARAMETERS}
        self.hyperparameters = {name: value for name, value in everything.items() if name not in self.toolkit}
        self.region = self.toolkit.get("sagemaker_region") or os.environ.get("AWS_REGION", "")
        self.job_name = str(self.toolkit.get("sagemaker_job_name", ""))
        self.program = os.environ.get("SAGEMAKER_PROGRAM") or self.toolkit.get("sagemaker_program")
        self.submit_directory = str(self.toolkit.get("sagemaker_submit_directory", CODE))
        self.arguments = to_cmd_args(self.hyperparameters)
        self.current_host = self.resources["current_host"]
        self.groups: list[dict[str, Any]] = self.resources.get("instance_groups", [])
        self.inputs = {channel: os.path.join(INPUT, "data", channel) for channel in self.channels}

    def variables(self) -> dict[str, str]:
        """Gives the SM_* variables that the script sees."""
        common = self.common_values()
        return to_env_vars(
            {
                **common,
                "hps": self.hyperparameters,
                "framework_params": self.framework,
                "channels": sorted(self.inputs),
                "training_env": {**common, **self.training_env_values()},
                "user_args": self.arguments,
                **({"topology": self.resources["topology"]} if self.resources.get("topology") else {}),
                **{f"channel_{name}": path for name, path in self.inputs.items()},
                **{f"hp_{name}": value for name, value in self.hyperparameters.items()},
            }
        )

    def common_values(self) -> dict[str, Any]:
        """Gives the values that are variables, and part of SM_TRAINING_ENV too."""
        resources = self.resources
        group = resources.get("current_group_name", "homogeneousCluster")
        module = str(self.toolkit.get("sagemaker_program")) if self.program is None else str(self.program)
        group_hosts = (each["hosts"] for each in self.groups if each["instance_group_name"] == group)
        return {
            "current_host": self.current_host,
            "current_instance_group": group,
            "current_instance_group_hosts": next(group_hosts, []),
            "current_instance_type": resources.get("current_instance_type", "local"),
            "distribution_instance_groups": self.distribution_groups(),
            "framework_module": os.environ.get("SAGEMAKER_TRAINING_MODULE", FRAMEWORK_MODULE),
            "hosts": resources["hosts"],
            "input_config_dir": CONFIG,
            "input_data_config": self.channels,
            "input_dir": INPUT,
            "instance_groups": [each["instance_group_name"] for each in self.groups],
            "instance_groups_dict": {each["instance_group_name"]: each for each in self.groups},
            "is_hetero": len(self.groups) > 1,
            "log_level": self.toolkit.get("sagemaker_container_log_level", 20),
            "model_dir": MODEL,
            "module_dir": self.submit_directory,
            "module_name": module[:-3] if module.endswith(".py") else module,
            "network_interface_name": resources.get("network_interface_name", "eth0"),
            "num_cpus": multiprocessing.cpu_count(),
            "num_gpus": count_lines(["nvidia-smi", "--list-gpus"], "GPU "),
            "num_neurons": 0,
            "output_data_dir": os.path.join(OUTPUT, "data"),
            "output_dir": OUTPUT,
            "output_intermediate_dir": os.path.join(OUTPUT, "intermediate"),
            "resource_config": resources,
            "user_entry_point": self.program,
        }

    def training_env_values(self) -> dict[str, Any]:
        """Gives the values that only SM_TRAINING_ENV has."""
        hosts = self.distribution_hosts()
        master = (hosts or self.resources["hosts"])[0]
        model_parallel = os.environ.get("SM_HP_MP_PARAMETERS")
        return {
            "additional_framework_parameters": self.framework,
            "channel_input_dirs": self.inputs,
            "distribution_hosts": hosts,
            "hyperparameters": self.hyperparameters,
            "is_master": self.current_host == master,
            "is_modelparallel_enabled": model_parallel and model_parallel != "{}",
            "is_smddpmprun_installed": shutil.which("smddpmprun") is not None,
            "is_smddprun_installed": shutil.which("smddprun") is not None,
            "job_name": os.environ.get("TRAINING_JOB_NAME"),
            "master_hostname": master,
            "topology": self.resources.get("topology", []),
        }

    def distribution_groups(self) -> list[str]:
        """Gives the instance groups that train together."""
        groups: list[str] = self.framework.get("sagemaker_distribution_instance_groups", [])
        return groups

    def distribution_hosts(self) -> list[str]:
        """Gives the hosts that train together; without instance groups, all hosts."""
        if not self.groups:
            return list(self.resources["hosts"])
        groups = self.distribution_groups()
        return [host for each in self.groups if each["instance_group_name"] in groups for host in each["hosts"]]


def check_entry_point(name: Any) -> str:
    """Checks the toolkit's rule: the entry point is a plain relative path inside the code directory."""
    if not name:
        raise UserError(
            "The training entry point name is empty. Set the 'sagemaker_program' hyperparameter to the name of the "
            "script to run, relative to your source directory, for example 'train.py'."
        )
    if not SAFE_ENTRY_POINT.match(str(name)) or any(part in (".", "..") for part in str(name).split("/")):
        raise UserError(f"The training entry point {name!r} is not a plain path inside your source directory.")
    return str(name)


def unpack(uri: str) -> None:
    """Downloads and unpacks the user's code into /opt/ml/code. Does nothing when that folder is not empty."""
    os.makedirs(CODE, exist_ok=True)
    if os.listdir(CODE):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = uri
        if uri.startswith("s3://"):
            import boto3  # type: ignore[import-untyped]

            bucket, _, key = uri[len("s3://") :].partition("/")
            path = os.path.join(folder, "sourcedir.tar.gz")
            try:
                boto3.client("s3").download_file(bucket, key, path)
            except Exception as error:
                raise UserError(f"The source code {uri} could not be downloaded: {error}") from error
        if os.path.isdir(path):
            shutil.copytree(path, CODE, dirs_exist_ok=True)
        elif os.path.exists(path) and tarfile.is_tarfile(path):
            with tarfile.open(path, "r:gz") as archive:
                if hasattr(tarfile, "data_filter"):
                    archive.extractall(CODE, filter="data")
                else:
                    archive.extractall(CODE)
        else:
            raise UserError(f"The source code {uri} is not a tar.gz archive or a folder.")


def run(command: list[str], kind: str, environment: dict[str, str]) -> None:
    """Runs a command in the code directory. Its output is passed on; its last error lines are kept for the failure.

    Raises UserError in the toolkit's words: the kind of error, the exit code, the last line that was not blank.
    """
    process = subprocess.Popen(command, cwd=CODE, env=environment, stderr=subprocess.PIPE, text=True, errors="replace")
    errors: list[str] = []

    def follow(stream: Iterable[str]) -> None:
        for line in stream:
            sys.stderr.write(line)
            sys.stderr.flush()
            errors.append(line.rstrip())
            del errors[:-MAX_ERROR_LINES]

    # stderr is None only without a pipe.
    reader = threading.Thread(target=follow, args=(process.stderr or (),), daemon=True)
    reader.start()
    code = process.wait()
    reader.join(timeout=5)
    if code == 0:
        return
    exit_code = 128 - code if code < 0 else code
    message = next((line for line in reversed(errors) if line.strip()), "")
    info = '\nExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"' if exit_code == 137 else ""
    raise UserError(f'{kind}:\nExitCode {exit_code}\nErrorMessage "{message}"{info}\nCommand "{" ".join(command)}"')


def train() -> None:
    """Same as the toolkit's `entry_point.run`: unpacks the code, installs requirements, runs the script or package."""
    environment = TrainingEnvironment()
    os.environ["SAGEMAKER_JOB_NAME"] = environment.job_name
    os.environ["CURRENT_HOST"] = environment.current_host
    os.environ["SAGEMAKER_REGION"] = environment.region
    os.environ.setdefault("SAGEMAKER_TRAINING_MODULE", FRAMEWORK_MODULE)
    name = check_entry_point(environment.program)
    unpack(environment.submit_directory)
    if BASE != "/opt/ml" and os.environ.get("MLOPS_REWRITE_SCRIPT"):
        subprocess.run([sys.executable, os.environ["MLOPS_REWRITE_SCRIPT"], CODE, BASE], check=True)

    variables = {**os.environ, **environment.variables()}
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, [CODE, os.environ.get("PYTHONPATH", "")]))
    has_requirements = os.path.exists(os.path.join(CODE, "requirements.txt"))
    is_package = not name.endswith(".sh") and os.path.exists(os.path.join(CODE, "setup.py"))
    pip = [sys.executable, "-m", "pip", "install"]
    requirements = ["-r", "requirements.txt"] if has_requirements else []
    if is_package:
        run([*pip, ".", *requirements], "InstallModuleError", variables)
    elif name.endswith(".py") and has_requirements:
        run([*pip, *requirements], "InstallRequirementsError", variables)

    if not os.path.exists(os.path.join(CODE, name)) and not is_package:
        raise UserError(f"The training entry point {name} is not in the source code {environment.submit_directory}.")
    if is_package:
        command = [sys.executable, "-m", re.sub(r"\.py$", "", name), *environment.arguments]
    elif name.endswith(".py"):
        command = [sys.executable, "--", name, *environment.arguments]
    else:
        os.chmod(os.path.join(CODE, name), 0o700)
        command = ["/bin/sh", "-c", " ".join(["./" + shlex.quote(name), *map(shlex.quote, environment.arguments)])]
    print(f"Invoking script with the following command:\n\n{' '.join(command)}\n", flush=True)
    run(command, "ExecuteUserScriptError", variables)


def main() -> int:
    """Trains and returns the container's exit code. Writes output/success, or output/failure with the reason.

    Any error but a UserError is a defect of this script and ends it with a stack trace, as in the toolkit.
    """
    os.makedirs(OUTPUT, exist_ok=True)
    try:
        train()
    except UserError as error:
        failure = os.path.join(OUTPUT, "failure")
        if not os.path.exists(failure):
            with open(failure, "w", encoding="utf-8") as file:
                file.write(str(error))
        print(f"Reporting training FAILURE\n{error}", file=sys.stderr, flush=True)
        return 1
    with open(os.path.join(OUTPUT, "success"), "w", encoding="utf-8"):
        pass
    print("Reporting training SUCCESS", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
