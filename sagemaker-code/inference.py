"""Answers for the endpoint and for batch transform: model_fn, input_fn, predict_fn, output_fn.

One file that imports nothing of ours: serving containers install it as a module of its own. It works with both toolkits
of the scikit-learn images, sagemaker-containers and sagemaker-inference. Formats are in docs/container-scripts.md.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

import joblib
import numpy as np

try:
    from sagemaker_inference.errors import BaseInferenceToolkitError as _ToolkitError
except ImportError:
    _ToolkitError = Exception

CSV = "text/csv"
JSON = "application/json"
JSON_LINES = "application/jsonlines"
SAME_AS_JSON_LINES = ("application/jsonl", "application/x-jsonlines", "application/json-lines", "application/x-ndjson")
LARGEST = float(np.finfo(np.float32).max)  # scikit-learn's trees compute in float32


class RequestError(_ToolkitError, ValueError):  # type: ignore[misc, unused-ignore]
    """The request is wrong. sagemaker-inference answers with `status_code`."""

    def __init__(self, message: str, status_code: int = 400) -> None:
        Exception.__init__(self, message)
        self.message = message
        self.status_code = status_code
        self.phrase = {406: "Not Acceptable", 415: "Unsupported Media Type"}.get(status_code, "Bad Request")

    def __str__(self) -> str:
        return self.message


class Model(NamedTuple):
    """A fitted classifier and the names of its features; no names for a model that came without metadata.json."""

    classifier: Any
    features: Optional[Tuple[str, ...]]

    @property
    def width(self) -> Optional[int]:
        """How many values a row has."""
        if self.features is not None:
            return len(self.features)
        return getattr(self.classifier, "n_features_in_", getattr(self.classifier, "n_features_", None))


class Rows(NamedTuple):
    """A request's rows. `names` is what its header, or the keys of its objects, call the columns."""

    names: Optional[Tuple[str, ...]]
    values: List[List[Any]]


class Answer(NamedTuple):
    """For each row the label and the probability of the label 1."""

    predictions: List[int]
    probabilities: List[float]


def model_fn(model_dir: str) -> Model:
    """Loads model.joblib, and metadata.json when there is one."""
    classifier = joblib.load(str(Path(model_dir) / "model.joblib"))
    if hasattr(classifier, "n_jobs"):
        classifier.n_jobs = 1  # a request has few rows: starting threads would take longer than the forest
    features: Optional[Tuple[str, ...]] = None
    metadata = Path(model_dir) / "metadata.json"
    if metadata.is_file():
        features = tuple(json.loads(metadata.read_text(encoding="utf-8"))["features"])
    elif hasattr(classifier, "feature_names_in_"):
        features = tuple(str(name) for name in classifier.feature_names_in_)
    return Model(classifier, features)


def input_fn(input_data: Union[str, bytes, bytearray], content_type: Optional[str]) -> Union[Rows, RequestError]:
    """The request's body as rows. Raises RequestError (a ValueError)."""
    try:
        return parse_body(input_data, content_type)
    except RequestError as error:
        return _defer(error)


def predict_fn(input_data: Union[Rows, RequestError], model: Model) -> Union[Answer, RequestError]:
    """The forest's labels and probabilities. Raises RequestError (a ValueError)."""
    if isinstance(input_data, RequestError):
        return input_data
    try:
        return predict(input_data, model)
    except RequestError as error:
        return _defer(error)


def output_fn(prediction: Union[Answer, RequestError], accept: Optional[str]) -> Any:
    """The body and its content type, in what the caller accepts. Raises RequestError with 406 when there is nothing."""
    try:
        if isinstance(prediction, RequestError):
            raise prediction
        content_type = negotiate(accept)
    except RequestError as error:
        return _refusal(_defer(error))
    return encode(prediction, content_type), content_type


def _defer(error: RequestError) -> RequestError:
    """sagemaker-containers turns every exception into a 500 without a word, but passes on a response that output_fn
    gives: there the error travels as a value to output_fn. Elsewhere it is raised."""
    if "sagemaker_containers" in sys.modules:
        return error
    raise error


def _refusal(error: RequestError) -> Any:
    from sagemaker_containers.beta.framework import worker

    return worker.Response(response=json.dumps({"error": error.message}), status=error.status_code, mimetype=JSON)


def parse_body(body: Union[str, bytes, bytearray], content_type: Optional[str]) -> Rows:
    """CSV, JSON or JSON lines, by the content type; CSV when there is none."""
    if isinstance(body, (bytes, bytearray)):
        try:
            text = bytes(body).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RequestError("the body is not UTF-8 text") from None
    else:
        text = body.lstrip("\ufeff")
    media, parameters = _media_type(content_type or CSV)
    if not text.strip():
        raise RequestError("the body is empty")
    if media == CSV:
        return _parse_csv(text, parameters.get("header"))
    if media == JSON:
        return _parse_json(_load_json(text, ""))
    if media == JSON_LINES:
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        return _parse_instances([_load_json(line, " in line {}".format(n)) for n, line in lines])
    raise RequestError("content type {!r} is not supported; use {}, {} or {}".format(media, CSV, JSON, JSON_LINES), 415)


def predict(rows: Rows, model: Model) -> Answer:
    """Puts the columns in the model's order, checks every value, and asks the forest."""
    matrix = _matrix(rows, model)
    probabilities = model.classifier.predict_proba(matrix)
    classes = [int(label) for label in model.classifier.classes_]
    labels = np.asarray(classes)[np.argmax(probabilities, axis=1)]
    ones = probabilities[:, classes.index(1)] if 1 in classes else np.zeros(len(matrix))
    return Answer(labels.tolist(), ones.tolist())


def encode(answer: Answer, content_type: str) -> str:
    """CSV `prediction,probability` without header, JSON {"predictions": [...]}, or such an object a line."""
    pairs = zip(answer.predictions, answer.probabilities)
    if content_type == CSV:
        return "".join("{},{!r}\n".format(prediction, probability) for prediction, probability in pairs)
    objects = [{"prediction": prediction, "probability": probability} for prediction, probability in pairs]
    if content_type == JSON:
        return json.dumps({"predictions": objects})
    return "".join(json.dumps(one) + "\n" for one in objects)


def negotiate(accept: Optional[str]) -> str:
    """The content type of the answer by the Accept header (RFC 9110, 12.5.1); JSON when anything will do."""
    offers = (JSON, CSV, JSON_LINES)
    ranges: List[Tuple[str, float]] = []
    for part in (accept or "*/*").split(","):
        if part.strip():
            media, parameters = _media_type(part)
            try:
                quality = float(parameters.get("q", "1"))
            except ValueError:
                quality = 0.0
            ranges.append((media, quality))
    best, best_quality = "", 0.0
    for offer in offers:
        fitting = [r for r in ranges if r[0] in (offer, offer.split("/")[0] + "/*", "*/*")]
        if fitting:
            quality = max(fitting, key=lambda r: (r[0].count("*") == 0, not r[0].startswith("*")))[1]
            if quality > best_quality:
                best, best_quality = offer, quality
    if not best:
        raise RequestError("none of {!r} can be given; accept {}".format(accept, ", ".join(offers)), 406)
    return best


def _media_type(text: str) -> Tuple[str, Dict[str, str]]:
    media, *rest = (part.strip() for part in text.split(";"))
    parameters = {key.strip().lower(): value.strip().strip('"') for key, _, value in (p.partition("=") for p in rest)}
    media = media.lower()
    return (JSON_LINES if media in SAME_AS_JSON_LINES else media), parameters


def _parse_csv(text: str, header: Optional[str]) -> Rows:
    try:
        lines: List[List[Any]] = [line for line in csv.reader(io.StringIO(text)) if line]
    except csv.Error as error:
        raise RequestError("the body is not CSV: {}".format(error)) from None
    if not lines:
        raise RequestError("the body is empty")
    first = [cell.strip() for cell in lines[0]]
    # Batch transform sends one-column input as it is, and a data row with a broken cell still has numbers around it.
    is_header = header == "present" or (
        header != "absent" and not any(_is_number(cell) for cell in first) and any(first)
    )
    if not is_header:
        return Rows(None, lines)
    if len(lines) == 1:
        raise RequestError("the body has no rows, only the header {}".format(",".join(first)))
    return Rows(tuple(first), lines[1:])


def _load_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise RequestError("the body is not JSON{}: {}".format(where, error)) from None


def _parse_json(value: Any) -> Rows:
    """[[1, 2], ...], [1, 2], [{"a": 1}, ...], {"a": 1}, {"instances": any of these}, {"features": [1, 2]}."""
    if isinstance(value, dict) and "instances" in value:
        value = value["instances"]
        if not isinstance(value, list):
            raise RequestError('"instances" must be a list')
    if isinstance(value, dict):
        features = value.get("features")
        if isinstance(features, list) and features and isinstance(features[0], (list, dict)):
            return _parse_instances(features)
        return _parse_instances([value])
    if not isinstance(value, list) or not value:
        raise RequestError('the body has no rows: send a list of rows or {"instances": [...]}')
    return _parse_instances(value if isinstance(value[0], (list, dict)) else [value])


def _parse_instances(instances: Sequence[Any]) -> Rows:
    if not instances:
        raise RequestError("the body has no rows")
    unwrapped = [
        one["features"] if isinstance(one, dict) and isinstance(one.get("features"), (list, dict)) else one
        for one in instances
    ]
    if isinstance(unwrapped[0], dict):
        if not all(isinstance(one, dict) for one in unwrapped):
            raise RequestError("rows must be all lists or all objects")
        names = tuple(unwrapped[0])
        absent = object()
        values = [[one.get(name, absent) for name in names] for one in unwrapped]
        for number, row in enumerate(values, 1):
            lacking = [name for name, value in zip(names, row) if value is absent]
            if lacking:
                raise RequestError("row {} has no {!r}".format(number, lacking[0]))
        return Rows(names, values)
    if not all(isinstance(one, list) for one in unwrapped):
        raise RequestError("rows must be all lists or all objects")
    return Rows(None, unwrapped)


def _matrix(rows: Rows, model: Model) -> np.ndarray:
    names, values = rows.names, rows.values
    chosen: Optional[List[int]] = None
    labels = model.features or tuple("column {}".format(n + 1) for n in range(model.width or 0))
    if names is not None:
        if model.features is None:
            raise RequestError("this model does not know the names of its features: send rows without a header")
        missing = [name for name in model.features if name not in names]
        if missing:
            raise RequestError("missing {}; the model needs {} and the request has {}".format(
                ", ".join(missing), ",".join(model.features), ",".join(names)
            ))  # fmt: skip
        repeated = [name for name in model.features if names.count(name) > 1]
        if repeated:
            raise RequestError("the column {!r} is there twice".format(repeated[0]))
        chosen = [names.index(name) for name in model.features]
    expected = len(names) if names is not None else model.width
    matrix = np.empty((len(values), len(chosen) if chosen else (model.width or len(values[0]))))
    for place, row in enumerate(values):
        if expected is not None and len(row) != expected:
            hint = "" if model.features is None else " ({})".format(",".join(model.features))
            raise RequestError("row {} has {} values, expected {}{}".format(
                place + 1, len(row), expected, "" if names is not None else hint
            ))  # fmt: skip
        cells = row if chosen is None else [row[i] for i in chosen]
        try:
            matrix[place] = [float(cell) for cell in cells]
        except (TypeError, ValueError):
            broken = next(i for i, cell in enumerate(cells) if not _is_number(cell))
            raise RequestError("row {}: {} is {}, not a number".format(
                place + 1, labels[broken], "missing" if cells[broken] in (None, "") else repr(cells[broken])[:60]
            )) from None  # fmt: skip
    wrong = ~(np.abs(matrix) <= LARGEST)
    if wrong.any():
        row_number, column = (int(i[0]) for i in np.nonzero(wrong))
        raise RequestError("row {}: {} is {}, not a finite 32-bit number".format(
            row_number + 1, labels[column], matrix[row_number, column]
        ))  # fmt: skip
    return matrix


def _is_number(cell: Any) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return True
