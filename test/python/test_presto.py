"""The reader of results, with a coordinator that misbehaves and with the real one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, List, Optional, Tuple

import pytest

from fake_presto import COLUMNS, FakePresto, Reply, failure, page
from mlops.credentials import Credentials, parse_credentials
from mlops.errors import PlatformError, UserError
from mlops.presto import Limits, PrestoClient, Server

# No pauses, and limits that suffice on a slow machine; a test of a limit sets a short one.
QUICK = Limits(connect=60.0, request=60.0, total=120.0, retries=2, backoff=0.01)
PLAIN = Credentials("tester", None, None, "my-secret")
WITH_PASSWORD = Credentials("tester", "hunter22", None, "my-secret")


def read(fake: FakePresto, limits: Limits = QUICK, credentials: Credentials = PLAIN, **server: Any) -> List[Any]:
    address = Server("127.0.0.1", fake.port, "tpch", "tiny", **server)
    with PrestoClient(address, credentials, limits) as client, client.stream("SELECT 1") as result:
        return [row for rows in result.pages() for row in rows]


def test_rows_of_all_pages_arrive_once_and_in_order() -> None:
    replies = [
        page(0),
        page(1, columns=COLUMNS),
        page(2, [[1, 0, 0.5]]),
        page(3, []),
        page(4, [[2, 1, 1.5], [3, 0, 2.5]], last=True),
    ]
    with FakePresto(replies) as fake:
        assert read(fake) == [[1, 0, 0.5], [2, 1, 1.5], [3, 0, 2.5]]
        assert fake.methods() == ["POST", "GET", "GET", "GET", "GET"]
        first = fake.requests[0]
    assert first.body == "SELECT 1"
    assert first.headers["X-Presto-User"] == "tester"
    assert first.headers["X-Presto-Source"] == "sagemaker-presto-gitops"
    assert first.headers["X-Presto-Time-Zone"] == "UTC"
    assert first.headers["Accept-Encoding"] == "identity"
    assert "Authorization" not in first.headers


@pytest.mark.parametrize("problem", [Reply(status=502), Reply(status=503), Reply(status=504), Reply(hang_up=True)])
def test_a_page_is_asked_for_again_after_a_passing_failure(problem: Reply) -> None:
    with FakePresto([page(0), problem, problem, page(1, [[1, 0, 0.5]], last=True)]) as fake:
        assert read(fake) == [[1, 0, 0.5]]
        assert [request.path for request in fake.requests[1:]] == ["/v1/statement/q1/1"] * 3


def test_retries_are_bounded_and_the_query_is_cancelled() -> None:
    with FakePresto([page(0), *[Reply(status=503, text="busy")] * 9]) as fake:
        with pytest.raises(PlatformError, match=r"HTTP 503 after 2 retries: busy"):
            read(fake)
        assert fake.methods() == ["POST", "GET", "GET", "GET"]


def test_a_query_is_never_submitted_twice() -> None:
    with FakePresto([Reply(status=503, text="busy"), page(0)]) as fake:
        with pytest.raises(PlatformError, match="HTTP 503"):
            read(fake)
        assert fake.methods() == ["POST"]


def test_the_message_about_a_wrong_password_names_the_secret_and_not_the_password() -> None:
    with FakePresto([Reply(status=401, text="Access Denied")]) as fake:
        with pytest.raises(UserError, match=r"refuses the user name or the password \(401\).*my-secret") as caught:
            read(fake)
    assert "hunter22" not in str(caught.value)


def test_a_server_that_does_not_answer_fails_within_the_limit() -> None:
    seconds = 0.4
    while True:
        with FakePresto([page(0), Reply(delay=600), Reply(delay=600)]) as fake:
            with pytest.raises(PlatformError, match=r"did not answer within {:g} s \(".format(seconds)) as caught:
                read(fake, QUICK._replace(request=seconds, retries=1))
        if "GET" in fake.methods():
            break
        # The server was too slow even for its first answer: the limit grows.
        seconds *= 3
    assert "(1 retries)" in str(caught.value)


def test_the_whole_read_has_a_time_limit() -> None:
    endless = [page(n, columns=COLUMNS) for n in range(1000)]
    for number, reply in enumerate(endless):
        endless[number] = reply._replace(delay=0.02)
    with FakePresto(endless) as fake:
        with pytest.raises(PlatformError, match=r"q1 did not finish within 0\.3 s"):
            read(fake, QUICK._replace(total=0.3))
        assert fake.methods()[-1] == "DELETE"


def test_the_message_about_an_unreachable_server_names_the_address_and_what_to_check() -> None:
    with FakePresto([]) as fake:
        pass
    with pytest.raises(PlatformError, match=r"http://127\.0\.0\.1:\d+ cannot be reached: .*refused.*presto\.host"):
        read(fake)


def test_the_message_about_an_unknown_host_names_it() -> None:
    with PrestoClient(Server("presto.invalid", 8080, "c", "s"), PLAIN, QUICK) as client:
        with pytest.raises(PlatformError, match=r"presto\.invalid:8080 cannot be reached"):
            client.describe("SELECT 1")


def test_a_restart_of_presto_while_the_query_runs_is_reported() -> None:
    with FakePresto([page(0), page(1, [[1, 0, 0.5]]), Reply(status=404, text="Query not found")]) as fake:
        with pytest.raises(PlatformError, match=r"does not know the query any more \(404\).*restarted.*again"):
            read(fake)


def test_html_is_not_part_of_a_message() -> None:
    with FakePresto([Reply(status=500, text="<html><body>stack trace</body></html>")]) as fake:
        with pytest.raises(PlatformError, match="HTTP 500") as caught:
            read(fake)
    assert "stack" not in str(caught.value)


def test_a_server_that_is_not_presto_is_reported() -> None:
    with FakePresto([Reply(text="<html>welcome</html>")]) as fake:
        with pytest.raises(PlatformError, match="answered, but not as a PrestoDB coordinator"):
            read(fake)


@pytest.mark.parametrize(
    "address",
    ["http://evil.example/v1/statement/q1/1", "https://127.0.0.1:{port}/x", "http://127.0.0.1:1/x"],
)
def test_pages_are_fetched_only_from_the_server_of_the_query(address: str) -> None:
    with FakePresto([]) as fake:
        value = {"id": "q1", "infoUri": "", "stats": {}, "nextUri": address.format(port=fake.port)}
        fake.replies = [Reply(value)]
        with pytest.raises(PlatformError, match="sends its result from"):
            read(fake)
        assert fake.methods() == ["POST"]


@pytest.mark.parametrize("at", [0, 1])
def test_redirects_are_not_followed(at: int) -> None:
    with FakePresto([page(0, [[1, 0, 0.5]], last=True)]) as other, FakePresto([]) as fake:
        away = Reply(status=307, headers=(("Location", other.base + "/v1/statement"),))
        fake.replies = [page(0)] * at + [away]
        with pytest.raises(PlatformError):
            read(fake)
        assert other.requests == []


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (
            {"message": "line 4:9: Column 'nope' cannot be resolved", "errorName": "SYNTAX_ERROR",
             "errorType": "USER_ERROR", "errorLocation": {"lineNumber": 4, "columnNumber": 9}},
            UserError, r"rejects the query at line 3:9: Column 'nope' cannot be resolved \(SYNTAX_ERROR\)",
        ),
        (
            {"message": "Too many queued queries", "errorName": "QUERY_QUEUE_FULL", "errorType": "INSUFFICIENT_RESOURCES"},
            PlatformError, r"queue is full.*QUERY_QUEUE_FULL.*again later",
        ),
        (
            {"message": "lost a worker", "errorName": "PAGE_TRANSPORT_ERROR", "errorType": "INTERNAL_ERROR"},
            PlatformError, r"failed to run the query q1: lost a worker \(PAGE_TRANSPORT_ERROR\)",
        ),
    ],
)  # fmt: skip
def test_an_error_of_a_query_is_the_users_or_the_platforms(error: Any, kind: Any, text: str) -> None:
    with FakePresto([page(0), failure(**error)]) as fake:
        with PrestoClient(Server("127.0.0.1", fake.port, "c", "s"), PLAIN, QUICK) as client:
            with pytest.raises(kind, match=text), client.stream("SELECT 1", line_offset=1):
                pass
        assert fake.methods() == ["POST", "GET"]


def test_leaving_early_cancels_the_query() -> None:
    with FakePresto([page(0), page(1, [[1, 0, 0.5]]), page(2, [[2, 0, 0.5]]), page(3)]) as fake:
        with PrestoClient(Server("127.0.0.1", fake.port, "c", "s"), PLAIN, QUICK) as client:
            with pytest.raises(RuntimeError), client.stream("SELECT 1") as result:
                for _ in result.pages():
                    raise RuntimeError
        assert fake.methods()[-1] == "DELETE"


# TLS and passwords


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Tuple[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    files = (str(folder / "cert.pem"), str(folder / "key.pem"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


def test_a_password_is_never_sent_over_plain_http() -> None:
    with FakePresto([]) as fake:
        with pytest.raises(UserError, match=r"never sent over plain http.*presto\.protocol"):
            read(fake, credentials=WITH_PASSWORD, protocol="http")
        assert fake.requests == []


def test_with_a_password_the_protocol_is_https(certificate: Tuple[str, str]) -> None:
    pem = Path(certificate[0]).read_text()
    with FakePresto([page(0, [[1, 0, 0.5]], last=True)], tls=certificate) as fake:
        assert read(fake, credentials=WITH_PASSWORD._replace(ca=pem)) == [[1, 0, 0.5]]
        assert fake.requests[0].headers["Authorization"].startswith("Basic ")


def test_an_unknown_certificate_is_refused_before_anything_is_sent(certificate: Tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate[0])
    with FakePresto([page(0, [[1, 0, 0.5]], last=True)], tls=certificate) as fake:
        with pytest.raises(UserError, match=r"does not prove who it is.*field ca of the secret 'my-secret'"):
            read(fake, credentials=WITH_PASSWORD)
        assert fake.requests == []


def test_a_ca_that_is_not_a_certificate_is_refused() -> None:
    with pytest.raises(UserError, match="not a certificate in PEM form"):
        PrestoClient(Server("127.0.0.1", 1, "c", "s"), WITH_PASSWORD._replace(ca="nonsense"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "is not JSON"),
        ("user:password", "is not JSON"),
        ('["a"]', "not a JSON object"),
        ('{"password": "hunter22"}', "has no username"),
        ('{"username": "a", "password": 12345}', "'password' of the secret"),
        ('{"username": "a\\nb"}', "cannot carry"),
    ],
)
def test_a_secret_of_another_shape_is_refused(text: Optional[str], reason: str) -> None:
    with pytest.raises(UserError, match=reason) as caught:
        parse_credentials("my-secret", text)
    assert "hunter22" not in str(caught.value)


def test_an_empty_password_means_no_password() -> None:
    assert parse_credentials("s", '{"username": "a", "password": "", "ca": null}') == Credentials("a", None, None, "s")


# The real server


def test_types_and_values_are_those_that_presto_sends(client: PrestoClient) -> None:
    sql = "SELECT DECIMAL '1.50' AS d, nan() AS n, true AS b, DATE '2020-01-01' AS t, BIGINT '9007199254740993' AS i"
    with client.stream(sql) as result:
        assert [(c.name, c.type) for c in result.columns] == [
            ("d", "decimal(3,2)"), ("n", "double"), ("b", "boolean"), ("t", "date"), ("i", "bigint"),
        ]  # fmt: skip
        rows = [row for rows in result.pages() for row in rows]
    assert rows == [["1.50", "NaN", True, "2020-01-01", 9007199254740993]]


def test_describe_returns_the_columns(client: PrestoClient) -> None:
    columns = client.describe("WITH a AS (SELECT * FROM orders) SELECT orderkey, comment FROM a -- the end")
    assert [(c.name, c.type) for c in columns] == [("orderkey", "bigint"), ("comment", "varchar(79)")]


def test_the_position_of_a_mistake_is_that_in_the_users_query(client: PrestoClient) -> None:
    with pytest.raises(UserError, match=r"at line 2:3: .*nope.*cannot be resolved"):
        client.describe("SELECT orderkey,\n  nope\nFROM orders")
    with pytest.raises(UserError, match=r"Table tpch\.tiny\.nope does not exist"):
        client.describe("SELECT * FROM nope")


def test_the_time_zone_of_a_query_is_utc(client: PrestoClient) -> None:
    with client.stream("SELECT current_timezone()") as result:
        assert [row for rows in result.pages() for row in rows] == [["UTC"]]
