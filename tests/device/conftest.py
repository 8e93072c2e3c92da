"""A private sound server with a virtual microphone and loudspeaker, seen by PortAudio.

Each test gets a PulseAudio of its own in a temporary folder: nothing of the machine's sound is
used or changed, no sound card is needed. What is under test runs in processes with this
environment, because PortAudio reads it once, when it is loaded.
"""

from __future__ import annotations

import ctypes.util
import itertools
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
import soundfile

from interviewer.history.store import open_store
from interviewer.session.events import KeptEvent
from tests.device.loudspeaker import Loudspeaker
from tests.device.signals import Signal, read

_NEEDED = "pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"

_SERVER = """
.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=speaker rate=48000 channels=2 norewinds=1
load-module module-null-sink sink_name=feed rate={rate} channels=1 norewinds=1
load-module module-remap-source source_name=mic master=feed.monitor
set-default-sink speaker
set-default-source mic
"""

_ALSA = """
pcm.!default {{ type pulse server "unix:{socket}" hint {{ show on description "Virtual desk" }} }}
ctl.!default {{ type pulse server "unix:{socket}" }}
pcm.pulse {{ type pulse server "unix:{socket}" hint {{ show on description "PulseAudio" }} }}
"""

_WAIT_S = 10.0
_SESSION_WAIT_S = 240.0
"""For what a session says next: the longest is a model that loads on a busy machine."""

T = TypeVar("T")


class SoundStack:
    """The virtual desk: what the candidate's side does to it.

    Args:
        folder: where the server keeps everything; its path must be short (a socket's is limited).
        rate: samples a second of the microphone.
    """

    def __init__(self, folder: Path, rate: int = 16_000) -> None:
        self._folder = folder
        self._socket = folder / "pulse.sock"
        for name in ("run/pulse", "state", "conf"):
            (folder / name).mkdir(parents=True, mode=0o700)
        (folder / "run").chmod(0o700)
        (folder / "conf" / "client.conf").write_text("autospawn = no\n")
        (folder / "default.pa").write_text(_SERVER.format(socket=self._socket, rate=rate))
        (folder / "asound.conf").write_text(_ALSA.format(socket=self._socket))
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PULSE_")},
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder / "run" / "pulse"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_CONFIG_PATH": str(folder / "conf"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
            self.env.pop(name, None)
        self._started: list[subprocess.Popen[bytes]] = []
        self._server = self._serve()

    def play(self, file: Path) -> None:
        """Plays ``file`` into the microphone in real time; returns when it is played out."""
        self._run("paplay", "--device=feed", str(file), timeout_s=300)

    def start_playing(self, file: Path, sink: str = "feed") -> subprocess.Popen[bytes]:
        """Begins to play ``file`` into ``sink``: ``feed`` (the microphone) or ``speaker``."""
        return self.spawn(["paplay", f"--device={sink}", str(file)])

    def say(self, file: Path) -> None:
        """Plays ``file`` on the loudspeaker, as the interviewer's voice would."""
        self._run("paplay", "--device=speaker", str(file), timeout_s=300)

    def heard(self, file: Path, seconds: float) -> None:
        """Records what the loudspeaker says for ``seconds`` into ``file``, 48 kHz mono wav."""
        with self.hearing(file):
            time.sleep(seconds)

    @contextmanager
    def hearing(self, file: Path) -> Iterator[None]:
        """Records what the loudspeaker says meanwhile into ``file``, 48 kHz mono wav."""
        recorder = self.spawn(
            [
                "parec",
                "--device=speaker.monitor",
                "--latency-msec=20",
                "--rate=48000",
                "--channels=1",
                "--format=s16le",
                "--file-format=wav",
                str(file),
            ]
        )
        try:
            yield
        finally:
            recorder.send_signal(signal.SIGINT)
            recorder.wait(_WAIT_S)

    def breathe(self) -> None:
        """From now on the microphone is never quite silent, as a real one: -80 dB of noise."""
        noise = self._folder / "noise.wav"
        signal = np.random.default_rng(3).normal(0.0, 1e-4, 600 * 16_000)
        soundfile.write(noise, signal, 16_000, subtype="FLOAT")
        self.start_playing(noise)

    def unplug(self) -> None:
        """Takes the microphone away; the loudspeaker's monitor remains a source."""
        self._pactl("unload-module", "module-remap-source")

    def plug(self) -> None:
        """Brings the microphone back."""
        self._pactl("load-module", "module-remap-source", "source_name=mic", "master=feed.monitor")
        self._pactl("set-default-source", "mic")

    def plug_other(self) -> None:
        """Brings another microphone, which becomes the default one."""
        self._pactl(
            "load-module", "module-remap-source", "source_name=other", "master=feed.monitor"
        )
        self._pactl("set-default-source", "other")

    def mute(self) -> None:
        """The microphone is switched off: it gives exact zeros."""
        self._pactl("set-source-mute", "mic", "1")

    def unmute(self) -> None:
        """The microphone is switched on again."""
        self._pactl("set-source-mute", "mic", "0")

    def gain(self, percent: int) -> None:
        """How far the microphone is turned up."""
        self._pactl("set-source-volume", "mic", f"{percent}%")

    def overdrive(self) -> None:
        """The microphone is turned up until it clips."""
        self.gain(400)

    def normal(self) -> None:
        """The microphone is turned back."""
        self.gain(100)

    def echo(self) -> None:
        """From now on the microphone hears the loudspeaker."""
        self._pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=feed",
                    "latency_msec=50")  # fmt: skip

    def freeze(self) -> None:
        """The server stalls without an error."""
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """The server goes on."""
        self._server.send_signal(signal.SIGCONT)

    def sleep(self) -> None:
        """The microphone goes to sleep, as the whole machine may."""
        self._pactl("suspend-source", "mic", "1")

    def wake(self) -> None:
        """The microphone goes on; what came meanwhile is lost."""
        self._pactl("suspend-source", "mic", "0")

    def kill(self) -> None:
        """The server dies."""
        self._server.kill()
        self._server.wait(_WAIT_S)

    def revive(self) -> None:
        """A new server after :meth:`kill`."""
        self._socket.unlink(missing_ok=True)
        self._server = self._serve()

    def listeners(self) -> int:
        """How many programs have a microphone open."""
        return self._count("source-outputs")

    def wait_for_players(self, count: int) -> None:
        """Until ``count`` programs are playing."""
        deadline = time.monotonic() + _WAIT_S
        while self._count("sink-inputs") < count:
            assert time.monotonic() < deadline, "nothing plays"
            time.sleep(0.02)

    def spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Starts ``command`` on this sound stack; it is ended with the stack if need be."""
        process = subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._started.append(process)
        return process

    def close(self) -> None:
        """Ends all that was started, and waits for it."""
        for process in (*self._started, self._server):
            if process.poll() is None:
                process.kill()
            process.wait(_WAIT_S)
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()

    def _serve(self) -> subprocess.Popen[bytes]:
        log = self._folder / "log"
        log.touch()
        server = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
                "--disable-shm=yes",
                "--realtime=no",
                "--high-priority=no",
                "--resample-method=speex-float-5",
                f"--log-target=file:{log}",
                "-F",
                str(self._folder / "default.pa"),
            ],
            env={**self.env, "HOME": str(self._folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _WAIT_S
        while not self._answers():
            if time.monotonic() > deadline or server.poll() is not None:
                server.kill()
                server.wait()
                pytest.fail(f"PulseAudio does not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.02)
        return server

    def _answers(self) -> bool:
        # Connecting before the socket is there costs pactl a second.
        return (
            self._socket.exists()
            and not subprocess.run(
                ["pactl", "info"], env=self.env, capture_output=True, check=False
            ).returncode
        )

    def _count(self, kind: str) -> int:
        listed = subprocess.run(
            ["pactl", "list", "short", kind],
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
            timeout=_WAIT_S,
        ).stdout
        # What a loaded module plays or hears belongs to no client: its column holds a dash.
        return sum(line.split("\t")[2] != "-" for line in listed.splitlines())

    def _pactl(self, *arguments: str) -> None:
        self._run("pactl", *arguments, timeout_s=_WAIT_S)

    def _run(self, *command: str, timeout_s: float) -> None:
        result = subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=False, timeout=timeout_s
        )
        assert result.returncode == 0, f"{command}: {result.stderr}"


class Recording:
    """``record.py`` at work: what it reports, in order.

    Args:
        process: started with pipes on its input and output.
        path: the file it records into.
    """

    def __init__(self, process: subprocess.Popen[str], path: Path) -> None:
        self.process = process
        self.path = path
        self._reports: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._receive)
        self._thread.start()

    def command(self, word: str) -> None:
        """Sends a command; see ``record.py``."""
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def expect(self, **values: object) -> dict[str, Any]:
        """The next report that holds ``values`` (``...`` for any); others are passed over."""
        passed: list[dict[str, Any]] = []
        deadline = time.monotonic() + _WAIT_S
        while True:
            try:
                report = self._reports.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no report with {values} came, but {passed}")
            if report is None:
                pytest.fail(f"ended without a report with {values}, after {passed}")
            if all(
                key in report and (value is ... or report[key] == value)
                for key, value in values.items()
            ):
                return report
            passed.append(report)

    def stop(self) -> dict[str, Any]:
        """Ends the recording; its last report."""
        self.command("stop")
        report = self.expect(done="stop")
        assert self.process.wait(_WAIT_S) == 0
        return report

    def close(self) -> None:
        """Ends the process if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(_WAIT_S)
        self._thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _receive(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._reports.put(json.loads(line))
        self._reports.put(None)


class Program:
    """``interviewer`` at a virtual desk, in a plain pipe; its data in a folder of its own.

    Args:
        sound: the desk.
        folder: where the history goes; it is there.
        command: what to do, and its arguments.
    """

    def __init__(self, sound: SoundStack, folder: Path, *command: str | Path) -> None:
        self.sound = sound
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "interviewer", *command],
            env=session_env(sound, folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            bufsize=1,
        )
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    @property
    def printed(self) -> str:
        """Everything on its output so far."""
        return "".join(self._lines)

    def wait_for(self, text: str | re.Pattern[str], count: int = 1) -> None:
        """Until ``text`` stands in ``count`` lines."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._count(text) >= count or not self._thread.is_alive(), _SESSION_WAIT_S
            )
            assert self._count(text) >= count, f"{text} was not printed:\n{self.printed}"

    def wait_for_card(self, count: int = 1) -> None:
        """Until so many cards have their times."""
        self.wait_for(_CARD, count)

    def press(self, key: str = "") -> None:
        """A key, then Enter."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()

    def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(_SESSION_WAIT_S)

    def close(self) -> None:
        """Ends it if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(_WAIT_S)
        self._thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()

    def _count(self, text: str | re.Pattern[str]) -> int:
        wanted = re.compile(re.escape(text)) if isinstance(text, str) else text
        return sum(wanted.search(line) is not None for line in self._lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


_CARD = re.compile(r"\d\s(s|min) pour\s\d")
"""In the times of a card. The time to think stands there only from 0.1 s on: on a busy machine it did not."""


class Rehearsal(Program):
    """``interviewer rehearse``; ``folder`` is made, and gets the scorecard too."""

    def __init__(self, sound: SoundStack, folder: Path, *arguments: str) -> None:
        folder.mkdir(parents=True)
        self._card = folder / "card.json"
        super().__init__(sound, folder, "rehearse", *arguments, "--json", self._card)

    def scorecard(self) -> Any:
        """What ``--json`` wrote."""
        return json.loads(self._card.read_text(encoding="utf-8"))

    def events(self) -> tuple[KeptEvent, ...]:
        """What happened, as the history has it."""
        with open_store(self.folder / "data") as store:
            return store.load(store.sessions(1)[0].id).events

    def recorded(self, name: str) -> Signal:
        """The signal of a recording, 16 kHz."""
        (path,) = self.folder.glob(f"data/audio/*/{name}.wav")
        return read(path)


def session_env(sound: SoundStack, folder: Path) -> dict[str, str]:
    """The environment of a session at the desk that keeps its history in ``folder``."""
    return {
        **sound.env,
        "INTERVIEWER_DATA": str(folder / "data"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


class Scenes:
    """Sessions that go on at the same time, each at a desk of its own.

    Args:
        make_sound: gives a desk.
        folder: each scene gets one in it.
        workers: how many at once.
    """

    def __init__(self, make_sound: Callable[[], SoundStack], folder: Path, workers: int) -> None:
        self._make_sound = make_sound
        self._folder = folder
        self._count = 0
        self._rehearsals: list[Rehearsal] = []
        self._pool = ThreadPoolExecutor(workers)

    def begin(self, play: Callable[[Rehearsal], T], *arguments: str) -> Future[T]:
        """``play`` with a rehearsal that was started with ``arguments``; its result."""
        self._count += 1
        return self._pool.submit(self._play, play, self._folder / str(self._count), *arguments)

    def _play(self, play: Callable[[Rehearsal], T], folder: Path, *arguments: str) -> T:
        rehearsal = Rehearsal(self._make_sound(), folder, *arguments)
        self._rehearsals.append(rehearsal)
        try:
            return play(rehearsal)
        finally:
            rehearsal.close()

    def close(self) -> None:
        """Ends what still goes on."""
        for rehearsal in self._rehearsals:
            if rehearsal.process.poll() is None:
                rehearsal.process.kill()
        self._pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def sound_programs() -> None:
    """Fails where the virtual desk cannot be set up: these tests must not pass by absence."""
    found = {
        "pulseaudio": shutil.which("pulseaudio"),
        "pactl, paplay, parec": all(map(shutil.which, ("pactl", "paplay", "parec"))),
        "libportaudio": ctypes.util.find_library("portaudio"),
        "the ALSA plugin for PulseAudio": [
            *Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so"),
            *Path("/usr/lib").glob("alsa-lib/libasound_module_pcm_pulse.so"),
        ],
    }
    missing = [name for name, present in found.items() if not present]
    if missing:
        pytest.fail(f"missing: {'; '.join(missing)}. Install with: apt-get install {_NEEDED}")


@contextmanager
def desks() -> Iterator[Callable[..., SoundStack]]:
    """``make(rate)``: a virtual desk whose microphone runs at ``rate``; gone at the end."""
    stacks: list[SoundStack] = []
    # A socket's path may have 107 characters: pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="desk"))
    numbers = itertools.count()

    def make(rate: int = 16_000) -> SoundStack:
        stacks.append(SoundStack(folder / str(next(numbers)), rate))
        return stacks[-1]

    try:
        yield make
    finally:
        for stack in stacks:
            stack.close()
        shutil.rmtree(folder)


@pytest.fixture
def make_sound(sound_programs: None) -> Iterator[Callable[..., SoundStack]]:
    """``make_sound(rate)``: a virtual desk whose microphone runs at ``rate``."""
    with desks() as make:
        yield make


@pytest.fixture(scope="module")
def scenes(
    sound_programs: None,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Scenes]:
    """Whole sessions, as many at once as the module's ``AT_ONCE`` says."""
    with desks() as make:
        running = Scenes(make, tmp_path_factory.mktemp("scenes"), workers=request.module.AT_ONCE)
        yield running
        running.close()


@pytest.fixture
def sound(make_sound: Callable[..., SoundStack]) -> SoundStack:
    """A virtual desk with a microphone at 16 kHz."""
    return make_sound()


@pytest.fixture
def loudspeaker(sound: SoundStack) -> Iterator[Loudspeaker]:
    """Hears the loudspeaker of the virtual desk."""
    loudspeaker = Loudspeaker(sound)
    yield loudspeaker
    loudspeaker.close()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Callable[..., Recording]]:
    """``record(sound, wanted)``: begins to record the desk's microphone into a new file."""
    recordings: list[Recording] = []

    def begin(sound: SoundStack, wanted: str = "") -> Recording:
        path = tmp_path / f"take-{len(recordings)}.wav"
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("record.py")), str(path), wanted],
            env=sound.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        recordings.append(Recording(process, path))
        return recordings[-1]

    yield begin
    for recording in recordings:
        recording.close()


@pytest.fixture
def start(sound: SoundStack, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """``start("resume", ...)``: the program at the virtual desk, all with the same history."""
    started: list[Program] = []

    def begin(*command: str) -> Program:
        started.append(Program(sound, tmp_path, *command))
        return started[-1]

    yield begin
    for program in started:
        program.close()


@pytest.fixture(scope="module")
def one_pitch(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scenario of one phase, ``pitch``, of three minutes, that comes to the point at once."""
    path = tmp_path_factory.mktemp("scenario") / "one.toml"
    path.write_text(
        'id = "one"\ntitle = "One"\nlanguage = "fr"\n'
        '[[phase]]\nid = "pitch"\ntitle = "Pitch"\nkind = "pitch"\ntarget = "3min"\n'
        'prompt = "Parlez."\nterms = ["RAG", "monitoring", "embeddings"]\n',
        encoding="utf-8",
    )
    return str(path)
