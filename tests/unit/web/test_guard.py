"""Who gets in: the page with the address, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from interviewer.web.guard import HEADERS, MOST_BYTES, Door, Guard

PORT = 4321
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())}")


async def broken(request: Request) -> PlainTextResponse:
    raise RuntimeError("a fault of ours")


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("in")
    await socket.close()


@pytest.fixture
def door() -> Door:
    return Door(PORT)


@pytest.fixture
def client(door: Door) -> Iterator[TestClient]:
    routes = [
        Route("/page", echo, methods=["GET", "POST"]),
        Route("/large", echo, methods=["POST"]),
        Route("/broken", broken),
        WebSocketRoute("/socket", talk),
    ]
    door.larger["/large"] = 3 * MOST_BYTES
    app = Guard(Starlette(routes=routes), door)
    yield TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)


def joined(client: TestClient, path: str, headers: Mapping[str, str]) -> bool:
    """Whether the socket is taken."""
    try:
        with client.websocket_connect(f"ws://{HOST}{path}", headers=dict(headers)) as socket:
            return bool(socket.receive_text() == "in")
    except WebSocketDisconnect:
        return False


def test_the_address_opens_every_page(client: TestClient, door: Door) -> None:
    assert client.get(f"{door.root}/page").status_code == 200
    assert client.post(f"{door.root}/page", headers={"Origin": ORIGIN}).status_code == 200
    assert joined(client, f"{door.root}/socket", {"Origin": ORIGIN})


@pytest.mark.parametrize(
    "path", ["/page", "/wrong/page", "/", "//page", "/?key=wrong", "/static/x"]
)
def test_without_the_secret_nobody_gets_in(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 403
    assert not joined(client, "/socket", {"Origin": ORIGIN})


def test_the_beginning_of_the_secret_is_not_enough(client: TestClient, door: Door) -> None:
    assert client.get(f"{door.root[:-1]}/page").status_code == 403
    assert client.get(f"{door.root}x/page").status_code == 403
    assert client.get(door.root).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"localhost:{PORT}"],
)
def test_a_name_that_was_made_to_point_here_is_refused(
    client: TestClient, door: Door, host: str
) -> None:
    headers = {"Host": host, "Origin": ORIGIN}
    assert client.get(f"{door.root}/page", headers=headers).status_code == 403
    assert client.post(f"{door.root}/page", headers=headers).status_code == 403
    assert not joined(client, f"{door.root}/socket", headers)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", f"https://{HOST}", ORIGIN + "/"]
)
def test_the_page_of_another_site_is_refused(client: TestClient, door: Door, origin: str) -> None:
    headers = {"Origin": origin}
    assert client.get(f"{door.root}/page", headers=headers).status_code == 403
    assert client.post(f"{door.root}/page", headers=headers).status_code == 403
    assert not joined(client, f"{door.root}/socket", headers)


def test_who_names_no_origin_may_look_and_do_nothing(client: TestClient, door: Door) -> None:
    assert client.get(f"{door.root}/page").status_code == 200
    assert client.post(f"{door.root}/page").status_code == 403
    assert not joined(client, f"{door.root}/socket", {})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_in_another_page_is_refused(client: TestClient, door: Door, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    assert client.get(f"{door.root}/page", headers=headers).status_code == 403


def test_what_others_may_read_in_the_list_of_processes_opens_once(
    client: TestClient, door: Door
) -> None:
    assert door.secret not in door.once
    path = door.once.removeprefix(ORIGIN)
    opened = client.get(path)
    assert (opened.status_code, opened.headers["Location"]) == (303, f"{door.root}/")
    assert client.get(path).status_code == 403


def test_two_runs_have_two_secrets() -> None:
    assert len({Door(PORT).secret for _ in range(20)}) == 20


@pytest.mark.parametrize("path", ["/page", "/broken", "/nothing"])
def test_every_answer_has_the_headers(client: TestClient, door: Door, path: str) -> None:
    for whole in (f"{door.root}{path}", path):
        answer = client.get(whole)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_body_is_taken_up_to_its_limit(client: TestClient, door: Door) -> None:
    headers = {"Origin": ORIGIN}
    for path, most in (("/page", MOST_BYTES), ("/large", 3 * MOST_BYTES)):
        whole = client.post(f"{door.root}{path}", content=b"x" * most, headers=headers)
        assert (whole.status_code, whole.text) == (200, str(most))
        more = client.post(f"{door.root}{path}", content=b"x" * (most + 1), headers=headers)
        assert more.status_code == 413


def test_a_body_that_does_not_say_its_length_is_cut_off(client: TestClient, door: Door) -> None:
    pieces = (b"x" * 1024 for _ in range(MOST_BYTES // 1024 + 1))
    answer = client.post(f"{door.root}/page", content=pieces, headers={"Origin": ORIGIN})
    assert answer.status_code != 200
