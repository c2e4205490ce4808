"""Serves a model as the scikit-learn serving container does: gunicorn, and sagemaker-inference's handler functions.

It answers GET /ping, POST /invocations and GET /execution-parameters on 127.0.0.1. The user's module is
SAGEMAKER_PROGRAM, from SAGEMAKER_SUBMIT_DIRECTORY (an s3:// archive, a folder) or the model's own code/ folder; its
requirements.txt is installed first. A function that the module does not have is replaced by the default of
https://github.com/aws/sagemaker-scikit-learn-container (serving.py): input as float32, `model.predict`, output in the
type that the caller accepts.

It differs from the container on purpose in three ways. The model is loaded before the first ping instead of by it. One
request at a time runs in a worker while pings are still answered. An error's body is its message; the stack trace goes
to the log.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import traceback
import types
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from sagemaker_inference import content_types, decoder, encoder, errors  # type: ignore[import-untyped]
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler  # type: ignore[import-untyped]
from sagemaker_inference.transformer import Transformer  # type: ignore[import-untyped]

BASE = os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")
MODEL = os.path.join(BASE, "model")
CODE = os.path.join(BASE, "code")
PHRASES = {200: "OK", 406: "Not Acceptable", 415: "Unsupported Media Type", 500: "Internal Server Error"}
LOAD_TIMEOUT_SECONDS = 600


class SklearnHandler(DefaultInferenceHandler):  # type: ignore[misc]
    """The defaults of sagemaker_sklearn_container.serving. The toolkit passes a context to functions that take one."""

    def default_input_fn(self, input_data: Any, content_type: str) -> Any:
        """Gives the request's rows as an array: numbers in text (CSV, JSON) as float32, npy unchanged."""
        import numpy as np

        array = decoder.decode(input_data, content_type)
        return array.astype(np.float32) if content_type in content_types.UTF8_TYPES else array

    def default_predict_fn(self, data: Any, model: Any) -> Any:
        """Calls scikit-learn's `predict`."""
        return model.predict(data)


class SklearnTransformer(Transformer):  # type: ignore[misc]
    """Answers 415 or 406 for a format that input_fn or output_fn does not know, as sagemaker_containers does."""

    def _default_transform_fn(self, model: Any, input_data: Any, content_type: str, accept: str) -> Any:
        try:
            data = self._run_handler_function(self._input_fn, input_data, content_type)
        except errors.UnsupportedFormatError as error:
            raise errors.GenericInferenceToolkitError(415, str(error)) from error
        prediction = self._run_handler_function(self._predict_fn, data, model)
        try:
            return self._run_handler_function(self._output_fn, prediction, accept)
        except errors.UnsupportedFormatError as error:
            raise errors.GenericInferenceToolkitError(406, str(error)) from error

    @staticmethod
    def handle_error(context: Any, inference_exception: Any, trace: str) -> list[str]:
        """Answers with the error's status and message. The toolkit's own answer includes the stack trace."""
        print(trace, file=sys.stderr, flush=True)
        context.set_response_status(code=inference_exception.status_code, phrase=inference_exception.phrase)
        return [str(inference_exception.message)]


class RequestContext:
    """The context of a request, with the members of mms.context.Context that the toolkit uses."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.system_properties = {"model_dir": MODEL}
        self.request_processor = [self]
        self.headers = headers
        self.status = 200
        self.content_type = "application/json"

    def get_request_properties(self) -> dict[str, str]:
        """Gives the request's headers. The toolkit reads the content type and the accepted types from them."""
        return self.headers

    def set_response_status(self, code: int = 200, phrase: str = "") -> None:  # noqa: ARG002 the toolkit passes it by name
        """Sets the status of an error. The phrase is not used: the answer has the phrase that HTTP defines."""
        self.status = int(code)

    def set_response_content_type(self, _index: int, value: str) -> None:
        """Sets the answer's content type. The index is not used, because a batch has one request."""
        self.content_type = value


class Response:
    """The class worker.Response of sagemaker_containers, which older scripts return from output_fn.

    Body, status and content type are passed on. A caller of InvokeEndpoint does not receive anything else of it.
    """

    def __init__(
        self,
        response: Any = None,
        accept: str | None = None,
        status: int = 200,
        headers: Any = None,  # noqa: ARG002 scripts may pass it by name
        mimetype: str | None = None,
        direct_passthrough: bool = False,  # noqa: ARG002 scripts may pass it by name
    ) -> None:
        self.response = response
        self.status = int(status)
        self.mimetype = mimetype or accept or "application/json"


def provide_sagemaker_containers() -> None:
    """Makes `encoders`, `worker` and `content_types` importable where scripts written for this image expect them."""
    if importlib.util.find_spec("sagemaker_containers") is not None:
        return
    package, beta = types.ModuleType("sagemaker_containers"), types.ModuleType("sagemaker_containers.beta")
    framework = types.ModuleType("sagemaker_containers.beta.framework")
    encoders = types.ModuleType("sagemaker_containers.beta.framework.encoders")
    worker = types.ModuleType("sagemaker_containers.beta.framework.worker")
    vars(encoders).update(encode=encoder.encode, decode=decoder.decode)
    vars(worker).update(Response=Response)
    vars(framework).update(encoders=encoders, worker=worker, content_types=content_types)
    vars(package).update(beta=beta)
    vars(beta).update(framework=framework)
    for module in (package, beta, framework, encoders, worker):
        sys.modules[module.__name__] = module
    sys.modules["sagemaker_containers.beta.framework.content_types"] = content_types


class ModelApplication:
    """The WSGI application of one worker. It loads the model once, then it answers requests."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.transformer = SklearnTransformer(SklearnHandler())
        self.failure: str | None = None
        try:
            self.transformer.validate_and_initialize(model_dir=MODEL, context=RequestContext({}))
        except BaseException as error:
            traceback.print_exc()
            self.failure = f"The model could not be loaded: {type(error).__name__}: {error}"
            print(self.failure, file=sys.stderr, flush=True)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request (WSGI)."""
        route = (environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if route == ("POST", "/invocations"):
            status, content_type, body = self.invoke(environ)
        elif route == ("GET", "/ping"):
            status, content_type, body = (200, "text/plain", b"") if self.failure is None else self.load_failure()
        elif route == ("GET", "/execution-parameters"):
            status, content_type, body = self.execution_parameters()
        else:
            status, content_type, body = 404, "text/plain", b"Not Found"
        phrase = PHRASES.get(status, "Status")
        start_response(f"{status} {phrase}", [("Content-Type", content_type), ("Content-Length", str(len(body)))])
        return [body]

    def load_failure(self) -> tuple[int, str, bytes]:
        """Gives the answer when the model could not be loaded: the reason."""
        return 500, "text/plain; charset=utf-8", (self.failure or "").encode()

    def invoke(self, environ: dict[str, Any]) -> tuple[int, str, bytes]:
        """Answers POST /invocations with input_fn, predict_fn and output_fn, or with transform_fn."""
        if self.failure is not None:
            return self.load_failure()
        headers = {
            name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        headers["Content-Type"] = environ.get("CONTENT_TYPE") or content_types.JSON
        context = RequestContext(headers)
        data = environ["wsgi.input"].read()
        with self.lock:
            answer = self.transformer.transform([{"body": data}], context)[0]
        if context.status != 200:
            return context.status, "text/plain; charset=utf-8", to_bytes(answer)
        if hasattr(answer, "response") and hasattr(answer, "mimetype"):
            status = getattr(answer, "status_code", None) or answer.status
            body = answer.get_data() if hasattr(answer, "get_data") else to_bytes(answer.response)
            return int(status), answer.mimetype, body
        return 200, context.content_type, to_bytes(answer)

    def execution_parameters(self) -> tuple[int, str, bytes]:
        """Answers GET /execution-parameters of a transform job; 404 when the script has no function for it."""
        module = sys.modules.get(self.transformer._environment.module_name if self.failure is None else "")
        function = getattr(module, "execution_parameters_fn", None)
        if function is None:
            return 404, "text/plain", b"Not Found"
        answer = function()
        return 200, "application/json", to_bytes(answer if isinstance(answer, (str, bytes)) else json.dumps(answer))


def to_bytes(value: Any) -> bytes:
    """Turns the result of output_fn into the body of an answer."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    return value.encode() if isinstance(value, str) else str(value).encode()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn on a socket that is already bound."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Sets gunicorn's settings. Settings that the installed version does not know are left out."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> ModelApplication:
        """Loads the model. gunicorn calls this in each worker."""
        provide_sagemaker_containers()
        return ModelApplication()


def prepare_code() -> list[str]:
    """Downloads the user's code and installs its requirements. Returns the folders for the module search path."""
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    folders = [os.path.join(MODEL, "code")]
    if submitted.startswith("s3://"):
        import boto3  # type: ignore[import-untyped]

        bucket, _, key = submitted[len("s3://") :].partition("/")
        os.makedirs(CODE, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            archive = os.path.join(folder, "sourcedir.tar.gz")
            boto3.client("s3").download_file(bucket, key, archive)
            with tarfile.open(archive, "r:gz") as tar:
                if hasattr(tarfile, "data_filter"):
                    tar.extractall(CODE, filter="data")
                else:
                    tar.extractall(CODE)
        folders.insert(0, CODE)
    elif submitted and os.path.isdir(submitted):
        folders.insert(0, submitted)
    if BASE != "/opt/ml" and os.environ.get("MLOPS_REWRITE_SCRIPT"):
        for folder in folders:
            subprocess.run([sys.executable, os.environ["MLOPS_REWRITE_SCRIPT"], folder, BASE], check=True)
    for folder in folders:
        requirements = os.path.join(folder, "requirements.txt")
        if os.path.exists(requirements):
            subprocess.run([sys.executable, "-m", "pip", "install", "-r", requirements], check=True)
    return [folder for folder in folders if os.path.isdir(folder)]


def main() -> None:
    """Serves until SIGTERM. The port is written to the file that MLOPS_PORT_FILE names."""
    try:
        folders = prepare_code()
    except Exception as error:
        traceback.print_exc()
        sys.exit(f"The model's code could not be prepared: {error}")
    sys.path[:0] = folders
    os.environ["PYTHONPATH"] = os.pathsep.join([*folders, *filter(None, [os.environ.get("PYTHONPATH")])])

    # The socket is bound here and passed on: no other process can take the port between its choice and its use.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "0"))))
    listener.listen(128)
    port_file = os.environ.get("MLOPS_PORT_FILE")
    if port_file:
        with open(port_file + ".part", "w", encoding="utf-8") as file:
            file.write(str(listener.getsockname()[1]))
        os.rename(port_file + ".part", port_file)
    Server(
        {
            "bind": f"fd://{listener.fileno()}",
            "workers": int(os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS", "1")),
            "worker_class": "gthread",
            "threads": 8,
            "timeout": LOAD_TIMEOUT_SECONDS,
            "graceful_timeout": 5,
            "keepalive": 65,
            "loglevel": "info",
            "worker_tmp_dir": os.environ.get("TMPDIR"),
            "control_socket_disable": True,
            "proc_name": "model-server",
        }
    ).run()


if __name__ == "__main__":
    main()
