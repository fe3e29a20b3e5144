"""A WSGI application that tells which connection a request came by, and writes every request down.

`python -m tests.deploy.counting PORT` serves it by waitress, as the AI server serves; gunicorn takes
`tests.deploy.counting:app`.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from waitress.server import create_server


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    with open(os.environ["COUNTING_FILE"], "a") as file:
        file.write(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n")
    body = json.dumps({"peer": environ["REMOTE_PORT"], "process": os.getpid()}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    create_server(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None).run()
