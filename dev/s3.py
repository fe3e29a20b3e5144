"""`python -m dev.s3 PORT ACCESS_KEY SECRET_KEY LOG [PARAMETER...]`: an S3 server on loopback, for tests.

moto's server, in memory, behind a door that checks signatures. PORT 0 is any free one. It says where it listens, and
writes a line for each request to LOG: `METHOD /bucket/key SIGNER STATUS`. Requests whose query names a PARAMETER are
answered with 501, as by servers that do not have all of S3.
"""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from dev.ports import Ports
from dev.signatures import Refused, Request, signer

Answer = Callable[..., Any]
ERROR = "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>{}</Code><Message>refused</Message></Error>"


class Door:
    """WSGI: lets through who has signed, and whoever only wants to read one object, which is then the bucket's to
    allow."""

    def __init__(self, inner: Any, keys: dict[str, str], log: TextIO, without: list[str]) -> None:
        self._inner, self._keys, self._log, self._without = inner, keys, log, without

    def __call__(self, environ: dict[str, Any], start_response: Answer) -> Iterable[bytes]:
        request = _request(environ)
        environ["wsgi.input"] = io.BytesIO(request.body)
        by = "nobody"

        def answer(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            print(request.method, request.path, by, status.split()[0], file=self._log, flush=True)
            return start_response(status, headers, *more)

        try:
            by = signer(request, self._keys)
            if by == "nobody" and not _reads_one(request):
                raise Refused("AccessDenied")
            if any(name in request.query.split("&") for name in self._without):
                raise Refused("NotImplemented")
        except Refused as refused:
            status = "501 Not Implemented" if str(refused) == "NotImplemented" else "403 Forbidden"
            answer(status, [("Content-Type", "application/xml")])
            return [ERROR.format(refused).encode()]
        inner: Iterable[bytes] = self._inner(environ, answer)
        return inner


class Handler(MotoRequestHandler):
    def log_request(self, *_: object) -> None:
        """The door writes its own lines."""


def _reads_one(request: Request) -> bool:
    return request.method == "GET" and not request.query and "/" in request.path[1:].rstrip("/")


def _request(environ: dict[str, Any]) -> Request:
    headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers |= {"content-type": environ.get("CONTENT_TYPE", ""), "content-length": environ.get("CONTENT_LENGTH", "")}
    path, _, query = environ["REQUEST_URI"].partition("?")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return Request(environ["REQUEST_METHOD"], path, query, headers, body)


def main() -> None:
    asked, access_key, secret_key, log, *without = sys.argv[1:]
    ports = Ports()
    port = int(asked) or ports.reserve()
    with open(log, "a", encoding="utf-8") as lines:
        door = Door(DomainDispatcherApplication(create_backend_app), {access_key: secret_key}, lines, without)
        server = make_server("127.0.0.1", port, door, threaded=True, request_handler=Handler)
        print(f"listening on http://127.0.0.1:{port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
