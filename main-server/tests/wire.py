"""A TCP proxy that can fall silent or be cut, to stand between a client and its broker."""

import contextlib
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Forwards connections to a target. `silent` holds back every byte, as a broker in an alarm or a dead host does."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._flowing = threading.Event()
        self._flowing.set()
        self._open: list[socket.socket] = []
        self.port = 0
        self._listener: socket.socket | None = None
        self.listen()

    def listen(self) -> None:
        """Accept connections, on the same port as before."""
        while self._listener is None:
            port = self.port or random.randrange(20_000, 32_000)
            with contextlib.suppress(OSError):
                self._listener = socket.create_server(("127.0.0.1", port))
                self.port = port
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones, until `listen`."""
        listener, self._listener = self._listener, None
        opened, self._open = self._open, []
        for end in [listener, *opened]:
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._flowing.set()

    @contextmanager
    def silent(self) -> Iterator[None]:
        self._flowing.clear()
        try:
            yield
        finally:
            self._flowing.set()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
                self._open += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=[source, sink], daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._flowing.wait()
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def wire_to(url: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the host of a URL, and the URL that leads through it."""
    parts = urlsplit(url)
    wire = Wire((parts.hostname or "127.0.0.1", parts.port or 5672))
    account = parts.netloc.rpartition("@")[0]
    try:
        yield wire, urlunsplit(parts._replace(netloc=f"{account}@127.0.0.1:{wire.port}"))
    finally:
        wire.cut()
