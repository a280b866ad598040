"""Bounds of a process: here is what it may take, make it end where it takes more.

On Linux the system bounds address space and processor time.  Elsewhere, and for what the system does not
count, the process watches itself; who started it watches the clock in any case (`corpus.children`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

NO_MEMORY, NO_TIME = 86, 87
"""Exit codes of a process that passed its bound of memory, and of processor time."""


def confine(memory: int) -> None:
    """Bound what this process may claim beyond what it holds now, in bytes, where the platform can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        memory += _mapped()
        if hard != resource.RLIM_INFINITY:
            memory = min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def roomier(memory: int) -> Iterator[None]:
    """What is started within the block may claim `memory` bytes, whatever this process may."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY or memory <= soft:
        yield
        return
    wider = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wider, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def allow(processor: float, seconds: float) -> None:
    """From now on this process may take so much processor time and time, in seconds, before it is ended.

    The parent watches the clock too; this one counts when the parent is gone.
    """
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        spent = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + processor) + 1, hard))
        signal.setitimer(signal.ITIMER_REAL, seconds)


def at_rest() -> None:
    """Nothing is done for now: the clock of `allow` stops."""
    with contextlib.suppress(OSError, AttributeError):
        signal.setitimer(signal.ITIMER_REAL, 0)


class Watch:
    """Ends this process when it has passed its bounds, looking ten times a second.

    For platforms that bound neither memory nor processor time, and for what they do not count as such.
    """

    def __init__(self, memory: int) -> None:
        """memory: bytes that may be in use."""
        self._memory = memory
        self._until: float | None = None
        threading.Thread(target=self._look, daemon=True).start()

    def allow(self, processor: float) -> None:
        """From now on so many seconds of processor time may be taken."""
        self._until = time.process_time() + processor

    def rest(self) -> None:
        """Nothing is done for now."""
        self._until = None

    def _look(self) -> None:
        while True:
            time.sleep(0.1)
            if resident() > self._memory:
                os._exit(NO_MEMORY)
            until = self._until
            if until is not None and time.process_time() > until + 1:
                os._exit(NO_TIME)


def resident() -> int:
    """Bytes of memory that this process uses; where the system says only that, the most it has used."""
    if os.name == "nt":
        return _windows_now()
    if now := _statm(1):
        return now
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if os.uname().sysname == "Darwin" else most * 1024


def claimed() -> int:
    """The most address space that this process has held, in bytes; 0 where that is not told."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmPeak:"):
                return int(line.split()[1]) * 1024
    return 0


def _mapped() -> int:
    """Bytes of address space that this process holds; 0 where that is not told."""
    return _statm(0)


def _statm(column: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _windows_now() -> int:
    """The working set of this process."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *(
                (name, ctypes.c_size_t)
                for name in ("peak", "now", "a", "b", "c", "d", "pagefile", "peakfile")
            ),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    try:
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        ask = kernel.K32GetProcessMemoryInfo
        ask.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
        return (
            int(counters.now) if ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb) else 0
        )
    except (AttributeError, OSError):
        return 0
