"""Two small servers that remember what reaches them, a small web client, and a client that tidies nothing."""

import contextlib
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from dev.nginx import Nginx

SERVICE_TOKEN = "the-secret-of-the-ai-server"
PUBLIC_URL = "https://pets.example"
# Text that is long enough to be worth compressing.
LONG = b"0123456789 " * 200
WEB_FILES = {
    "index.html": b"<!doctype html><title>SavePets</title>",
    "sw.js": b"// service worker",
    "manifest.webmanifest": b'{"name": "SavePets"}',
    "icon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "icon.png": b"\x89PNG" + bytes(2000),
    "assets/index-1a2b3c4d.js": b"// " + LONG,
    "assets/index-1a2b3c4d.css": b"/* " + LONG + b"*/",
    "assets/font-1a2b3c4d.woff2": b"wOF2" + bytes(2000),
    ".env": b"SECRET=1",
    ".vite/manifest.json": b"{}",
}


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Upstream:
    """A server that answers with `status` and keeps every request; `stop()` leaves its port closed."""

    name: str
    port: int
    seen: list[Seen] = field(default_factory=list)
    status: int = 200
    answer_headers: dict[str, str] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    answer: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.answer.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                upstream.seen.append(Seen(self.command, self.path, headers, body))
                upstream.answer.wait(30)
                text = json.dumps(upstream.says or {"server": upstream.name}).encode()
                self.send_response(upstream.status)
                for name, value in {"Content-Length": str(len(text)), **upstream.answer_headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # the gateway waits no longer
                    self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any

            def log_message(self, *arguments: Any) -> None:
                pass

        return Handler


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    port: int
    log: Path
    main: Upstream
    ai: Upstream
    nginx: Nginx

    def send(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        """Send exactly this target: libraries would tidy it up first."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **(headers or {})}
        if body or method in {"POST", "PUT", "PATCH"}:
            lines.setdefault("Content-Length", str(len(body)))
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return self.exchange(head.encode() + b"\r\n", body, method)

    def exchange(self, head: bytes, body: bytes = b"", method: str = "GET") -> Answer:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(head)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused by its size
                connection.sendall(body)
            response = HTTPResponse(connection, method=method)
            response.begin()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())

    def logged(self, words: str) -> str:
        """The first line of the log with these words, which comes after the answer; fails after five seconds."""
        deadline = time.monotonic() + 5
        while not (lines := [line for line in self.log.read_text().splitlines() if words in line]):
            assert time.monotonic() < deadline, f"{words} is not in the log"
            time.sleep(0.02)
        return lines[0]
