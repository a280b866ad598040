"""Here are an application and a listening socket, serve it so that nobody who is rude keeps others waiting.

waitress reads and writes in one loop and answers in threads, so a slow connection costs no thread.  What it
leaves open is bounded here: how long a request may take to come in, how large a body may be before a byte of
it is kept, how many connections there are, and how many threads long work may have.
"""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from socket import socket
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error, RequestEntityTooLarge

from web.serving.manners import Manners

HEADERS = 10.0
"""Seconds in which the head of a request has to be there."""
BODY, RATE = 20.0, 16 * 1024
"""Seconds for a body, and bytes a second beyond which it may take longer."""
IDLE = 60.0
"""Seconds that a connection is kept without a request."""
STALLED = 60.0
"""Seconds after which who takes nothing of an answer is taken to be gone."""
GRACE, PATIENCE = 1.0, 30.0
"""Seconds for which a server that is to stop still hears kept connections; and finishes answers."""
SHORT, LONG, WAITING = 8, 1, 16
"""Threads for pages, for long work, and how much of that may wait; in each process."""

AT_ONCE = 65536
"""Bytes that are sent together: a small answer in two writes costs 40 ms on a kept-alive connection."""

STEP = 0.005
"""Seconds that long work leaves to pages at each of its steps, while there are any."""

SETTINGS: dict[str, Any] = {
    # Listen on while answering: only so can a long export learn that its reader has hung up.
    "channel_request_lookahead": 1,
    "ident": "xunzhang",
    "clear_untrusted_proxy_headers": True,
    "outbuf_high_watermark": 64 * 2**20,
    "cleanup_interval": 1,
    "connection_limit": 2**20,  # see `BoundedServer.handle_accept`
    "asyncore_use_poll": hasattr(select, "poll"),
    "backlog": 1024,
}


class ServerBusy(Error):  # type: ignore[misc]  # waitress has no types
    """What a reader is told whose long work would have to wait behind too much of it."""

    code = 503
    reason = "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", "10")], body


class BoundedParser(HTTPRequestParser):  # type: ignore[misc]
    """A request as it comes in: knows when it began, and how large it may be once its head is there."""

    adj: Any
    error: Any
    headers_finished: bool
    body_bytes_received: int

    def __init__(self, manners: Manners, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.time()
        self._manners = manners

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked or self.content_length > self._manners.small:
            most = self._manners.body_limit(self.command, self.path, self.headers)
        else:
            most = self._manners.small
        self.adj = _Limited(self.adj, most + 1)

    def received(self, data: bytes) -> int:
        consumed = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self.error = RequestEntityTooLarge(
                "内容太大，请分几次；上传文件请先登录 / "
                "too large: send it in parts, or sign in to bring files in"
            )
        return int(consumed)

    def late(self, now: float) -> bool:
        """Whether it should have come in by now."""
        if not self.headers_finished:
            return now - self.began > HEADERS
        return now - self.began > BODY + self.body_bytes_received / RATE


class _Limited:
    """The settings of a server with another bound for one body."""

    def __init__(self, adj: Any, most: int) -> None:
        self._adj, self.max_request_body_size = adj, most

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adj, name)


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """One connection, which may not take its time."""

    def __init__(self, server: BoundedServer, *args: Any, **options: Any) -> None:
        self.parser_class = partial(BoundedParser, server.manners)
        super().__init__(server, *args, **options)

    long = False
    """Whether it is answered beside the pages."""

    def check_client_disconnected(self) -> bool:
        """Asked by long work at every step, which also lets pages go first."""
        if self.long:
            self.server.task_dispatcher.give_way()
        return not self.connected

    @property
    def waiting(self) -> bool:
        """Nothing of it is being answered or sent."""
        return not self.requests and not self.total_outbufs_len

    def late(self, now: float) -> bool:
        """Whether it is to be closed."""
        if not self.waiting:
            return bool(self.total_outbufs_len) and now - self.last_activity > STALLED
        if self.request is not None:
            return bool(self.request.late(now))
        return bool(now - self.last_activity > IDLE)

    def service(self) -> None:
        if self.server.draining:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()


class Unhurried(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Threads that the system lets run after others, where it can (Linux)."""

    def handler_thread(self, thread_no: int) -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        super().handler_thread(thread_no)


class Lanes:
    """Threads that answer: most of them pages, a few long work, so that neither waits for the other."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._short, self._long = ThreadedTaskDispatcher(), Unhurried()
        self._short.queue_logger.disabled = True  # it warns of every task that waits a moment
        self._short.set_thread_count(SHORT)
        self._long.set_thread_count(LONG)

    @property
    def queued(self) -> int:
        """Requests that wait for a thread."""
        return len(self._short.queue) + len(self._long.queue)

    def give_way(self) -> None:
        """Let pages that are being made have the interpreter for a moment; long work goes on all the same."""
        if self._short.active_count > 0:
            time.sleep(STEP)

    def add_task(self, channel: BoundedChannel) -> None:
        request = channel.requests[0]
        channel.long = False
        if request.error or not self._manners.is_long(request.command, request.path):
            self._short.add_task(channel)
        elif len(self._long.queue) < WAITING:
            channel.long = True
            self._long.add_task(channel)
        else:
            request.error = ServerBusy(
                "导出、批量太多，请稍后再试 / too much long work at once: try again later"
            )
            self._short.add_task(channel)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> None:
        for lane in (self._short, self._long):
            lane.shutdown(cancel_pending, timeout)


class BoundedServer(TcpWSGIServer):  # type: ignore[misc]
    """The server of one socket.  It ends its connections when it is drained."""

    channel_class = BoundedChannel

    def __init__(self, app: Any, manners: Manners, listening: socket, lanes: Lanes, at_once: int) -> None:
        self.manners, self.at_once, self.draining = manners, at_once, False
        adj = Adjustments(sockets=[listening], **SETTINGS)
        adj.send_bytes = AT_ONCE
        info = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(app, {}, True, listening, lanes, adj, info, bind_socket=False)

    def handle_accept(self) -> None:
        """Take a connection; where there are too many, in the place of the one that has waited longest."""
        if len(self.active_channels) >= self.at_once:
            silent = [each for each in self.active_channels.values() if each.waiting]
            if silent:
                min(silent, key=_since).handle_close()
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        for channel in list(self.active_channels.values()):
            if channel.late(now):
                channel.will_close = True

    def run_until(self, stopping: threading.Event) -> None:
        """Serve until told to stop; then take no more connections and finish what was begun."""
        while not stopping.is_set():
            self._turn(1.0)
        self.draining, self.accepting = True, False
        began = time.time()
        while self.active_channels and time.time() - began < PATIENCE:
            if time.time() - began > GRACE:
                for channel in list(self.active_channels.values()):
                    channel.will_close = channel.will_close or channel.waiting
            self._turn(0.05)
        self.task_dispatcher.shutdown()
        self._turn(0.0)
        wasyncore.close_all(self._map)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(seconds, self.adj.asyncore_use_poll, self._map, 1)


def _since(channel: BoundedChannel) -> float:
    request = channel.request
    return float(channel.last_activity if request is None else request.began)


def most_connections() -> int:
    """How many connections at once this process may have."""
    if sys.platform == "win32":
        return 400  # `select` takes 512
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return max(64, min(2000, allowed - 200))


def serve_socket(app: Any, manners: Manners, listening: socket, stopping: Stopping) -> BoundedServer:
    """Serve on a listening socket until `stopping` is set.  Blocks."""
    server = BoundedServer(app, manners, listening, Lanes(manners), most_connections())
    stopping.tell(server.pull_trigger)
    server.run_until(stopping.event)
    return server


class Stopping:
    """An order to stop that wakes whoever waits for connections."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._told: list[Callable[[], object]] = []

    def tell(self, wake: Callable[[], object]) -> None:
        """Call this when it is time."""
        self._told.append(wake)

    def set(self) -> None:
        self.event.set()
        for wake in self._told:
            wake()
