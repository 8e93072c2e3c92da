"""The code under test, in a process with the virtual desk's environment.

Records the default microphone into the file given. Commands come on standard input, a line each:
``gate``, ``ungate``, ``reopen``, ``stop``. Reports go to standard output as lines of JSON.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from interviewer.audio.microphone import Microphone
from interviewer.audio.recorder import WavRecorder
from interviewer.audio.watchdog import Watchdog, level_of
from interviewer.errors import DeviceError


def tell(**values: object) -> None:
    sys.stdout.write(json.dumps({"at_s": time.monotonic(), **values}) + "\n")
    sys.stdout.flush()


def listen(microphone: Microphone, recorder: WavRecorder, commands: queue.Queue[str]) -> str:
    """Records until a command says otherwise, which it gives back."""
    watchdog = Watchdog(time.monotonic(), microphone.device.name)
    shown = None
    first = True
    while True:
        block = microphone.read(0.05)
        if block is not None:
            if first:
                tell(began_s=block.at_s - microphone.losses.seconds)
                first = False
            if not block.gated:
                recorder.write(block.samples)
            watchdog.hear(time.monotonic(), level_of(block.samples, block.clipped), speech=False)
        finding = watchdog.check(time.monotonic(), active=microphone.active)
        if finding != shown:
            shown = finding
            tell(finding=finding.kind if finding else None, recorded_s=recorder.duration_s)
        if not microphone.active:
            time.sleep(0.01)
        if commands.empty():
            continue
        match command := commands.get():
            case "gate":
                microphone.gate(time.monotonic())
            case "ungate":
                microphone.ungate(time.monotonic())
            case _:
                return command
        tell(done=command)


def main(path: Path, wanted: str) -> None:
    commands: queue.Queue[str] = queue.Queue()

    def receive() -> None:
        for line in sys.stdin:
            commands.put(line.strip())
        commands.put("stop")

    threading.Thread(target=receive, daemon=True).start()
    with WavRecorder(path) as recorder:
        while True:
            try:
                microphone = Microphone(wanted)
            except DeviceError as error:
                tell(error=str(error), exit_code=error.exit_code)
                return
            with microphone:
                tell(opened=asdict(microphone.device))
                command = listen(microphone, recorder, commands)
                losses = asdict(microphone.losses)
                began = time.monotonic()
            tell(done=command, close_s=time.monotonic() - began, **losses)
            if command == "stop":
                return


main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
