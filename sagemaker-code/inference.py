"""Answers the requests of the endpoint and of batch transform: model_fn, input_fn, predict_fn, output_fn.

This file does not import mlops: a serving container installs it alone, as a module. It works with both toolkits of the
scikit-learn images, sagemaker-containers and sagemaker-inference. The formats are described in
docs/container-scripts.md.
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
JSON_LINES_ALIASES = ("application/jsonl", "application/x-jsonlines", "application/json-lines", "application/x-ndjson")
MAX_FLOAT32 = float(np.finfo(np.float32).max)  # scikit-learn's trees compute in float32


class RequestError(_ToolkitError, ValueError):  # type: ignore[misc, unused-ignore]
    """A mistake in the request. sagemaker-inference answers with `status_code`, `phrase` and `message`."""

    def __init__(self, message: str, status_code: int = 400) -> None:
        Exception.__init__(self, message)
        self.message = message
        self.status_code = status_code
        self.phrase = {406: "Not Acceptable", 415: "Unsupported Media Type"}.get(status_code, "Bad Request")

    def __str__(self) -> str:
        return self.message


class Model(NamedTuple):
    """A fitted classifier and the names of its features; None for a model that does not say them."""

    classifier: Any
    features: Optional[Tuple[str, ...]]

    @property
    def width(self) -> Optional[int]:
        """How many values a row needs; None when the classifier does not say it."""
        if self.features is not None:
            return len(self.features)
        return getattr(self.classifier, "n_features_in_", getattr(self.classifier, "n_features_", None))


class Rows(NamedTuple):
    """The rows of a request. `names` are the columns of its header, or the keys of its objects; None without them."""

    names: Optional[Tuple[str, ...]]
    values: List[List[Any]]


class Predictions(NamedTuple):
    """For each row the predicted label, and the probability of the label 1."""

    labels: List[int]
    probabilities: List[float]


def model_fn(model_dir: str) -> Model:
    """Loads model.joblib, and the names of the features from metadata.json or from the classifier."""
    classifier = joblib.load(str(Path(model_dir) / "model.joblib"))
    if hasattr(classifier, "n_jobs"):
        classifier.n_jobs = 1  # a request has few rows, so starting threads would take longer than predicting
    features: Optional[Tuple[str, ...]] = None
    metadata = Path(model_dir) / "metadata.json"
    if metadata.is_file():
        features = tuple(json.loads(metadata.read_text(encoding="utf-8"))["features"])
    elif hasattr(classifier, "feature_names_in_"):
        features = tuple(str(name) for name in classifier.feature_names_in_)
    return Model(classifier, features)


def input_fn(input_data: Union[str, bytes, bytearray], content_type: Optional[str]) -> Union[Rows, RequestError]:
    """Reads the rows of a request's body. Raises RequestError (a ValueError); see `_raise_or_return` for the result."""
    try:
        return parse_body(input_data, content_type)
    except RequestError as error:
        return _raise_or_return(error)


def predict_fn(input_data: Union[Rows, RequestError], model: Model) -> Union[Predictions, RequestError]:
    """Predicts labels and probabilities. Raises RequestError (a ValueError); see `_raise_or_return` for the result."""
    if isinstance(input_data, RequestError):
        return input_data
    try:
        return predict(input_data, model)
    except RequestError as error:
        return _raise_or_return(error)


def output_fn(prediction: Union[Predictions, RequestError], accept: Optional[str]) -> Any:
    """Returns the body and its content type, in a format that the caller accepts.

    Raises RequestError with status 406 when the caller accepts none of the formats. Inside sagemaker-containers it
    returns a response for any RequestError instead.
    """
    try:
        if isinstance(prediction, RequestError):
            raise prediction
        content_type = negotiate(accept)
    except RequestError as error:
        return _error_response(_raise_or_return(error))
    return encode(prediction, content_type), content_type


def _raise_or_return(error: RequestError) -> RequestError:
    """Raises the error, except inside sagemaker-containers: there it returns the error.

    sagemaker-containers answers every exception with a 500 without a message, but it sends a response that output_fn
    returns. So the error is passed as a value from input_fn and predict_fn to output_fn, which makes the response.
    """
    if "sagemaker_containers" in sys.modules:
        return error
    raise error


def _error_response(error: RequestError) -> Any:
    from sagemaker_containers.beta.framework import worker

    return worker.Response(response=json.dumps({"error": error.message}), status=error.status_code, mimetype=JSON)


def parse_body(body: Union[str, bytes, bytearray], content_type: Optional[str]) -> Rows:
    """Reads CSV, JSON or JSON lines, by the content type; CSV without one.

    Raises RequestError: 415 for another content type, 400 for a body that cannot be read.
    """
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


def predict(rows: Rows, model: Model) -> Predictions:
    """Puts the columns in the model's order, checks every value, and predicts.

    Raises RequestError with the row and the column of the first mistake.
    """
    matrix = _matrix(rows, model)
    probabilities = model.classifier.predict_proba(matrix)
    classes = [int(label) for label in model.classifier.classes_]
    labels = np.asarray(classes)[np.argmax(probabilities, axis=1)]
    ones = probabilities[:, classes.index(1)] if 1 in classes else np.zeros(len(matrix))
    return Predictions(labels.tolist(), ones.tolist())


def encode(predictions: Predictions, content_type: str) -> str:
    """Formats the answer: CSV `prediction,probability` without header, JSON {"predictions": [...]}, or JSON lines."""
    pairs = zip(predictions.labels, predictions.probabilities)
    if content_type == CSV:
        return "".join("{},{!r}\n".format(prediction, probability) for prediction, probability in pairs)
    objects = [{"prediction": prediction, "probability": probability} for prediction, probability in pairs]
    if content_type == JSON:
        return json.dumps({"predictions": objects})
    return "".join(json.dumps(row) + "\n" for row in objects)


def negotiate(accept: Optional[str]) -> str:
    """Chooses the content type of the answer by the Accept header (RFC 9110, 12.5.1); JSON when it allows any.

    Raises RequestError with status 406 when it allows none of the formats.
    """
    formats = (JSON, CSV, JSON_LINES)
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
    for content_type in formats:
        matching = [r for r in ranges if r[0] in (content_type, content_type.split("/")[0] + "/*", "*/*")]
        if matching:
            quality = max(matching, key=lambda r: (r[0].count("*") == 0, not r[0].startswith("*")))[1]
            if quality > best_quality:
                best, best_quality = content_type, quality
    if not best:
        raise RequestError("the answer cannot be {!r}; accept {}".format(accept, ", ".join(formats)), 406)
    return best


def _media_type(text: str) -> Tuple[str, Dict[str, str]]:
    media, *rest = (part.strip() for part in text.split(";"))
    parameters = {key.strip().lower(): value.strip().strip('"') for key, _, value in (p.partition("=") for p in rest)}
    media = media.lower()
    return (JSON_LINES if media in JSON_LINES_ALIASES else media), parameters


def _parse_csv(text: str, header: Optional[str]) -> Rows:
    try:
        lines: List[List[Any]] = [line for line in csv.reader(io.StringIO(text)) if line]
    except csv.Error as error:
        raise RequestError("the body is not CSV: {}".format(error)) from None
    if not lines:
        raise RequestError("the body is empty")
    first = [cell.strip() for cell in lines[0]]
    # A data row with a wrong cell still has numbers in its other cells, so it is not a header. Batch transform sends
    # one-column input as it is: an empty first cell there is a missing value and not a header either.
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
    """Reads [[1, 2], ...], [1, 2], [{"a": 1}, ...], {"a": 1}, {"features": [1, 2]}, {"instances": a list of these}."""
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
    rows = [
        instance["features"]
        if isinstance(instance, dict) and isinstance(instance.get("features"), (list, dict))
        else instance
        for instance in instances
    ]
    if isinstance(rows[0], dict):
        if not all(isinstance(row, dict) for row in rows):
            raise RequestError("rows must be all lists or all objects")
        names = tuple(rows[0])
        for number, row in enumerate(rows, 1):
            missing = [name for name in names if name not in row]
            if missing:
                raise RequestError("row {} has no {!r}".format(number, missing[0]))
        return Rows(names, [[row[name] for name in names] for row in rows])
    if not all(isinstance(row, list) for row in rows):
        raise RequestError("rows must be all lists or all objects")
    return Rows(None, rows)


def _matrix(rows: Rows, model: Model) -> np.ndarray:
    """Returns the values as rows x features, in the model's order. Raises RequestError for the first mistake."""
    columns = None if rows.names is None else _feature_columns(rows.names, model)
    labels = model.features or tuple("column {}".format(n + 1) for n in range(model.width or 0))
    expected = model.width if rows.names is None else len(rows.names)
    matrix = np.empty((len(rows.values), len(columns) if columns else (model.width or len(rows.values[0]))))
    for index, row in enumerate(rows.values):
        if expected is not None and len(row) != expected:
            features = ",".join(model.features or ())
            suffix = " ({})".format(features) if rows.names is None and features else ""
            raise RequestError("row {} has {} values, expected {}{}".format(index + 1, len(row), expected, suffix))
        cells = row if columns is None else [row[i] for i in columns]
        try:
            matrix[index] = [float(cell) for cell in cells]
        except (TypeError, ValueError):
            wrong = next(i for i, cell in enumerate(cells) if not _is_number(cell))
            value = "missing" if cells[wrong] in (None, "") else repr(cells[wrong])[:60]
            raise RequestError("row {}: {} is {}, not a number".format(index + 1, labels[wrong], value)) from None
    too_large = ~(np.abs(matrix) <= MAX_FLOAT32)  # also true for NaN
    if too_large.any():
        index, column = (int(i[0]) for i in np.nonzero(too_large))
        raise RequestError(
            "row {}: {} is {}, not a finite 32-bit number".format(index + 1, labels[column], matrix[index, column])
        )
    return matrix


def _feature_columns(names: Tuple[str, ...], model: Model) -> List[int]:
    """Returns for each feature of the model its index among the columns of the request."""
    if model.features is None:
        raise RequestError("this model does not know the names of its features: send rows without a header")
    missing = [name for name in model.features if name not in names]
    if missing:
        raise RequestError(
            "missing {}; the model needs {} and the request has {}".format(
                ", ".join(missing), ",".join(model.features), ",".join(names)
            )
        )
    repeated = [name for name in model.features if names.count(name) > 1]
    if repeated:
        raise RequestError("the column {!r} occurs twice".format(repeated[0]))
    return [names.index(name) for name in model.features]


def _is_number(cell: Any) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return True
