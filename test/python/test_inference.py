"""The serving functions alone, and inside both serving toolkits of the scikit-learn images."""

from __future__ import annotations

import json
import re
import sys
import types
from pathlib import Path
from typing import Any, List

import joblib
import numpy as np
import pytest
from sagemaker_inference.transformer import Transformer
from sklearn.ensemble import RandomForestClassifier

import inference
from inference import RequestError, input_fn, model_fn, output_fn, predict_fn

FEATURES = ["total_extended_price", "avg_discount", "total_quantity"]
CSV_BODY = "total_extended_price,avg_discount,total_quantity\n1,2,3\n66.77,12,2"


@pytest.fixture(scope="module")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    random = np.random.RandomState(0)
    values = random.uniform(0, 100, size=(400, 3))
    forest = RandomForestClassifier(20, random_state=0, n_jobs=-1).fit(values, (values[:, 0] > 50).astype(int))
    joblib.dump(forest, str(folder / "model.joblib"))
    (folder / "metadata.json").write_text(json.dumps({"features": FEATURES}))
    return folder


def answer(model_dir: Path, body: Any, content_type: Any = "text/csv", accept: Any = "text/csv") -> Any:
    return output_fn(predict_fn(input_fn(body, content_type), model_fn(str(model_dir))), accept)


def labels(model_dir: Path, body: Any, content_type: Any = "text/csv") -> List[int]:
    return [row["prediction"] for row in json.loads(answer(model_dir, body, content_type, "*/*")[0])["predictions"]]


def test_the_request_of_the_published_notebooks_is_answered(model_dir: Path) -> None:
    body, content_type = answer(model_dir, CSV_BODY)
    assert content_type == "text/csv"
    lines = [line.split(",") for line in body.splitlines()]
    assert [line[0] for line in lines] == ["0", "1"]
    assert float(lines[0][1]) < 0.5 < float(lines[1][1])


SAME_REQUEST = [
    ("1,2,3\n66.77,12,2\n", "text/csv"),
    ("1,2,3\r\n66.77,12,2", "text/csv; charset=utf-8"),
    (b"\xef\xbb\xbf1,2,3\n66.77,12,2", None),
    ("1,2,3\n\n66.77,12,2\n\n", "text/csv;header=absent"),
    ("total_quantity, other ,total_extended_price,avg_discount\n3,x,1,2\n2,,66.77,12", "text/csv"),
    ('"total_extended_price","avg_discount","total_quantity"\n"1","2","3"\n66.77,12,2', "text/csv;header=present"),
    ("[[1,2,3],[66.77,12,2]]", "application/json"),
    ('[["1","2","3"],["66.77","12","2"]]', "application/json"),
    ('{"instances": [[1,2,3],[66.77,12,2]]}', "application/json"),
    ('{"instances": [{"features": [1,2,3]}, {"features": [66.77,12,2]}]}', "application/json;charset=utf-8"),
    ('{"features": [[1,2,3],[66.77,12,2]]}', "application/json"),
    ('[{"avg_discount":2,"total_quantity":3,"total_extended_price":1},'
     '{"total_extended_price":66.77,"avg_discount":12,"total_quantity":2,"more":null}]', "application/json"),
    (b'[1,2,3]\n{"features":[66.77,12,2]}\n', "application/jsonlines"),
    ('[1,2,3]\n\n[66.77,12,2]', "application/x-jsonlines"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "content_type"), SAME_REQUEST)
def test_every_form_of_the_same_request_has_the_same_answer(model_dir: Path, body: Any, content_type: Any) -> None:
    assert labels(model_dir, body, content_type) == [0, 1]


@pytest.mark.parametrize(
    "body", ["[66.77,12,2]", '{"features": [66.77,12,2]}', '{"total_quantity":2,"total_extended_price":66.77,"avg_discount":12}']
)
def test_one_row_may_be_sent_as_json(model_dir: Path, body: str) -> None:
    assert labels(model_dir, body, "application/json") == [1]


def test_the_answer_is_the_same_in_each_format(model_dir: Path) -> None:
    csv_body, _ = answer(model_dir, CSV_BODY, accept="text/csv")
    json_body, json_type = answer(model_dir, CSV_BODY, accept="application/json")
    lines_body, lines_type = answer(model_dir, CSV_BODY, accept="application/jsonlines")
    rows = json.loads(json_body)["predictions"]
    assert [json.loads(line) for line in lines_body.splitlines()] == rows
    assert ["{},{!r}".format(row["prediction"], row["probability"]) for row in rows] == csv_body.splitlines()
    assert (json_type, lines_type) == ("application/json", "application/jsonlines")
    forest = joblib.load(str(model_dir / "model.joblib"))
    assert [row["probability"] for row in rows] == forest.predict_proba([[1, 2, 3], [66.77, 12, 2]])[:, 1].tolist()


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"), ("", "application/json"), ("*/*", "application/json"), ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv"), ("application/json;q=0, */*", "text/csv"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"), ("application/x-ndjson", "application/jsonlines"),
        ("TEXT/CSV; charset=utf-8", "text/csv"), ("*/*;q=0.1, text/csv", "text/csv"),
    ],
)  # fmt: skip
def test_the_answer_has_the_format_that_the_caller_prefers(accept: Any, chosen: str) -> None:
    assert inference.negotiate(accept) == chosen


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*"])
def test_a_caller_that_accepts_no_format_gets_406(model_dir: Path, accept: str) -> None:
    with pytest.raises(RequestError, match="the answer cannot be") as caught:
        answer(model_dir, CSV_BODY, accept=accept)
    assert caught.value.status_code == 406


WRONG_REQUESTS = [
    ("", "text/csv", "the body is empty"),
    (" \n ", "application/json", "the body is empty"),
    (",".join(FEATURES), "text/csv", "no rows, only the header"),
    ("1,2\n3,4", "text/csv", "row 1 has 2 values, expected 3 (total_extended_price,avg_discount,total_quantity)"),
    ("1,2,3\n1,2,3,4", "text/csv", "row 2 has 4 values, expected 3"),
    ("1,2,x", "text/csv", "row 1: total_quantity is 'x', not a number"),
    ("1,,3", "text/csv", "row 1: avg_discount is missing, not a number"),
    ("1,2,3\n1,NaN,3", "text/csv", "row 2: avg_discount is nan, not a finite"),
    ("1,2,1e39", "text/csv", "total_quantity is 1e+39, not a finite 32-bit number"),
    ("total_extended_price,avg_discount,quantity\n1,2,3", "text/csv", "missing total_quantity; the model needs"),
    ("total_extended_price,avg_discount,total_quantity,total_quantity\n1,2,3,4", "text/csv", "'total_quantity' occurs twice"),
    (b"\xff\xfe\x00", "text/csv", "not UTF-8"),
    ("{", "application/json", "not JSON"),
    ("[]", "application/json", "no rows"),
    ("3", "application/json", "no rows"),
    ('{"instances": 3}', "application/json", '"instances" must be a list'),
    ('{"instances": []}', "application/json", "no rows"),
    ('[[1,2,null]]', "application/json", "row 1: total_quantity is missing"),
    ('[[1,2,[3]]]', "application/json", "row 1: total_quantity is [3], not a number"),
    ('[[1,2,3],{"a":1}]', "application/json", "all lists or all objects"),
    ('[{"avg_discount":2,"total_quantity":3}]', "application/json", "missing total_extended_price"),
    ('[{"a":1},{"b":2}]', "application/json", "row 2 has no 'a'"),
    ("[1,2,3]\n[1,2", "application/jsonlines", "not JSON in line 2"),
    ("[NaN,1,2]", "application/json", "total_extended_price is nan"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "text"), WRONG_REQUESTS)
def test_a_wrong_request_is_refused_with_row_and_column(model_dir: Path, body: Any, content_type: str, text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)) as caught:
        answer(model_dir, body, content_type)
    assert isinstance(caught.value, RequestError)
    assert caught.value.status_code == 400


def test_an_unknown_content_type_gets_415(model_dir: Path) -> None:
    with pytest.raises(RequestError, match="'application/x-npy' is not supported") as caught:
        answer(model_dir, b"...", "application/x-npy")
    assert caught.value.status_code == 415


def test_a_model_without_metadata_takes_rows_by_position(model_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "model.joblib").write_bytes((model_dir / "model.joblib").read_bytes())
    assert labels(tmp_path, "1,2,3\n66.77,12,2") == [0, 1]
    with pytest.raises(RequestError, match="row 1 has 2 values, expected 3"):
        labels(tmp_path, "1,2")
    with pytest.raises(RequestError, match="does not know the names"):
        labels(tmp_path, CSV_BODY)


def test_a_large_request_keeps_the_order_of_its_rows(model_dir: Path) -> None:
    rows = np.random.RandomState(1).uniform(0, 100, size=(20_000, 3))
    body = "\n".join(",".join(map(repr, row)) for row in rows.tolist())
    forest = joblib.load(str(model_dir / "model.joblib"))
    assert labels(model_dir, body) == forest.predict(rows).tolist()


# sagemaker-inference


class Context:
    """A request as the toolkit passes it on; it takes the status and the content type of the answer."""

    def __init__(self, model_dir: Path, content_type: str, accept: str) -> None:
        self.system_properties = {"model_dir": str(model_dir)}
        self.status = 200
        self.content_type = ""
        headers = {"Content-Type": content_type, "Accept": accept}
        self.request_processor = [types.SimpleNamespace(get_request_properties=lambda: headers)]

    def set_response_status(self, code: int, phrase: str) -> None:
        self.status = code

    def set_response_content_type(self, _index: int, content_type: str) -> None:
        self.content_type = content_type


@pytest.mark.parametrize(
    ("body", "content_type", "accept", "status", "kind"),
    [
        (CSV_BODY, "text/csv", "text/csv", 200, "text/csv"),
        (CSV_BODY, "text/csv", "*/*", 200, "application/json"),
        ("1,2", "text/csv", "text/csv", 400, ""),
        ("x", "image/png", "text/csv", 415, ""),
        (CSV_BODY, "text/csv", "image/png", 406, ""),
    ],
)
def test_sagemaker_inference_sends_answers_and_errors(
    model_dir: Path, monkeypatch: pytest.MonkeyPatch, body: str, content_type: str, accept: str, status: int, kind: str
) -> None:
    monkeypatch.setenv("SAGEMAKER_PROGRAM", "inference.py")
    context = Context(model_dir, content_type, accept)
    response = Transformer().transform([{"body": body.encode()}], context)
    assert (context.status, context.content_type) == (status, kind)
    assert status == 200 or any(text in response[0] for text in ("expected 3", "not supported", "the answer cannot be"))


# sagemaker-containers cannot be installed on every machine: a test function does what it does with the four functions


def serve_as_sagemaker_containers(model_dir: Path, body: Any, content_type: str, accept: str) -> Any:
    """Does what `Transformer.transform` of sagemaker_containers 2.8.6 does; there an exception is a 500 without message."""
    result = output_fn(predict_fn(input_fn(body, content_type), model_fn(str(model_dir))), accept)
    return (200, *result) if isinstance(result, tuple) else (result.status, result.response, result.mimetype)


def test_sagemaker_containers_sends_answers_and_errors(model_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = types.SimpleNamespace(Response=types.SimpleNamespace)
    for name in ("sagemaker_containers", "sagemaker_containers.beta"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    framework = types.ModuleType("sagemaker_containers.beta.framework")
    monkeypatch.setattr(framework, "worker", worker, raising=False)
    monkeypatch.setitem(sys.modules, framework.__name__, framework)
    assert serve_as_sagemaker_containers(model_dir, CSV_BODY, "text/csv", "text/csv")[0] == 200
    for body, content_type, accept, status, text in (
        ("1,2", "text/csv", "text/csv", 400, "row 1 has 2 values"),
        ("1,x,3", "text/csv", "text/csv", 400, "avg_discount is 'x'"),
        (CSV_BODY, "image/png", "text/csv", 415, "not supported"),
        (CSV_BODY, "text/csv", "image/png", 406, "the answer cannot be"),
    ):
        response = serve_as_sagemaker_containers(model_dir, body, content_type, accept)
        assert response[0] == status
        assert text in json.loads(response[1])["error"]
