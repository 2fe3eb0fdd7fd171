"""One process that starts the others, writes down what they say, starts again what dies, and leaves nothing behind."""

# ruff: noqa: S603

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from equity_portal.launcher.identity import Identity, die_with
from equity_portal.launcher.trouble import Trouble

STEP = 0.1  # seconds between looks at the children
LONGEST_LOG = 10_000_000  # bytes; then the log starts anew beside one old copy
STEADY = 30.0  # seconds alive after which a child's earlier deaths are forgotten


class Stopped(Exception):
    """Somebody asked the portal to stop (Ctrl-C, SIGTERM, a closed terminal)."""


@dataclass
class Program:
    """What to run and how to end it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    identity: Identity = field(default_factory=Identity)
    stop_signal: int = signal.SIGTERM
    patience: float = 10.0  # seconds from the stop signal to kill
    longest_pause: float = 10.0  # seconds at most before it is started again
    before: Callable[[], None] = lambda: None  # clears what a killed one left
    pass_fds: Sequence[int] = ()
    shown: Callable[[str], bool] = lambda line: False  # which of its lines the console shows


class Child:
    """A program and the process that runs it now."""

    def __init__(self, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.started = 0.0
        self.due: float | None = None
        self.last_lines: list[str] = []
        self._rest = b""

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the supervisor and its children die with it."""
        program, parent, last = self.program, os.getpid(), self.program.stop_signal
        program.before()

        def prepare() -> None:
            if program.identity.become:
                program.identity.become()
            die_with(parent, last)

        self.process = subprocess.Popen(
            [*program.identity.prefix, *program.command],
            env=dict(program.environment),
            cwd=program.folder,
            user=program.identity.user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=program.pass_fds,
            preexec_fn=prepare,
        )
        self.started, self.due = time.monotonic(), None

    @property
    def output(self) -> IO[bytes]:
        """The pipe its words come through."""
        if self.process is None or self.process.stdout is None:
            raise RuntimeError(f"{self.program.name} was never started")
        return self.process.stdout

    def signal(self, number: int, *, group: bool = False) -> None:
        """Tell it, or all it started, something; the dead do not mind."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                (os.killpg if group else os.kill)(self.process.pid, number)

    def pause(self) -> float:
        """How long to wait before the next start: nothing at first, longer each time it dies soon after."""
        if time.monotonic() - self.started > STEADY:
            self.deaths = 0
        self.deaths += 1
        return float(min(0.1 * 2 ** (self.deaths - 1), self.program.longest_pause))

    def lines(self, data: bytes) -> list[str]:
        """Whole lines out of what came through the pipe."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        found = [line.decode(errors="replace") for line in whole]
        self.last_lines = (self.last_lines + found)[-60:]
        return found


class Supervisor:
    """The children in the order they were started; they are stopped in the opposite order."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._asked_to_stop = False
        self._stopping = False

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """While inside, signals stop the portal in order; on leaving, however, nothing is left running."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._ask) for number in numbers}
        try:
            yield
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, *_: object) -> None:
        self._asked_to_stop = True

    def add(self, program: Program) -> Child:
        """Start a program and keep it running."""
        child = Child(program, self.logs / f"{program.name}.log")
        self.children.append(child)
        self._start(child)
        return child

    def run(self, program: Program) -> list[str]:
        """Run a program to its end and hand back its last words; trouble if it fails."""
        child = Child(program, self.logs / f"{program.name}.log")
        self._start(child)
        try:
            while child.process is None or child.process.poll() is None:
                self.step()
        except BaseException:
            self._end(child)
            raise
        self._drain(child)
        if child.process.returncode:
            words = "\n  ".join([line for line in child.last_lines if line.strip()][-8:])
            raise Trouble(f"{program.name} failed (all its words are in {child.log}):\n  {words}")
        return child.last_lines

    def wait_until(self, true: Callable[[], bool], seconds: float, what: str) -> None:
        """Keep the others running until something is so."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise Trouble(f"{what} did not answer within {seconds:.0f} seconds; {self.logs} says why.")
            self.step()

    def step(self) -> None:
        """One look: what they said, who died, who is due."""
        if self._asked_to_stop and not self._stopping:
            raise Stopped
        self._listen(STEP)
        if not self._stopping:
            for child in self.children:
                self._tend(child)

    def _tend(self, child: Child) -> None:
        if child.due is None and child.process is not None and child.process.poll() is not None:
            self._drain(child)
            child.signal(signal.SIGKILL, group=True)
            child.due = time.monotonic() + child.pause()
            say(f"{child.program.name} ended ({_ending(child.process.returncode)}); starting it again")
        if child.due is not None and child.due <= time.monotonic():
            try:
                self._start(child)
            except OSError as problem:
                say(f"{child.program.name} could not be started ({problem.strerror}); trying again")
                child.due = time.monotonic() + child.pause()

    def _start(self, child: Child) -> None:
        if child.log.exists() and child.log.stat().st_size > LONGEST_LOG:
            child.log.replace(child.log.with_suffix(".log.1"))
        child.start()
        os.set_blocking(child.output.fileno(), False)
        self._selector.register(child.output, selectors.EVENT_READ, child)

    def _listen(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
        for key, _ in self._selector.select(seconds):
            self._read(key.data)

    def _read(self, child: Child) -> bool:
        """Write down what it said; False at the end of the pipe or where nothing is waiting."""
        try:
            data = os.read(child.output.fileno(), 65536)
        except BlockingIOError:
            return False
        if not data:
            self._selector.unregister(child.output)
            child.output.close()
            return False
        lines = child.lines(data)
        with contextlib.suppress(OSError), child.log.open("a") as log:  # a full disk is no reason to stop
            log.writelines(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}\n" for line in lines)
        for line in filter(child.program.shown, lines):
            say(f"{child.program.name} | {line}")
        return True

    def _drain(self, child: Child) -> None:
        while not child.output.closed and self._read(child):
            pass
        if not child.output.closed:  # a grandchild still holds the pipe
            self._selector.unregister(child.output)
            child.output.close()

    def stop(self) -> None:
        """Stop all, last started first; what does not go by itself is killed."""
        self._stopping = True
        while self.children:
            self._end(self.children.pop())
        self._stopping = self._asked_to_stop = False

    def _end(self, child: Child) -> None:
        if child.process is None:
            return
        child.signal(child.program.stop_signal)
        end = time.monotonic() + child.program.patience
        while child.process.poll() is None and time.monotonic() < end:
            self._listen(STEP / 2)
        child.signal(signal.SIGKILL, group=True)
        child.process.wait()
        self._drain(child)


def _ending(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"signal {-status}"


def say(line: str) -> None:
    """A line on the console; a closed console is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True, file=sys.stdout)
