"""
How main-web is served, on every machine: `gunicorn --config python:config.gunicorn`.

Each process of gunicorn counts by itself, in files of one directory, and whichever answers /metrics adds them up. What
a process that ended has counted stays in the sum; its gauges do not.
"""

import shutil
from pathlib import Path
from typing import Any

from config.settings import ENVIRONMENT, LOGGING

bind = ENVIRONMENT.web_listen
wsgi_app = "config.wsgi"
worker_class = "gthread"
workers, threads = ENVIRONMENT.web_workers, ENVIRONMENT.web_threads
# A request is at most a long poll; a heartbeat file on a slow disk would stall the worker.
timeout, graceful_timeout = 60, 15
keepalive = 75  # longer than the gateway keeps a connection, which else meets one that is being closed
worker_tmp_dir = "/dev/shm"
control_socket_disable = True

METRICS = Path(worker_tmp_dir, f"savepets-metrics-{bind.rpartition(':')[2]}")
# Set before prometheus_client is imported, which happens in the workers only.
raw_env = [f"PROMETHEUS_MULTIPROC_DIR={METRICS}"]

_LOGGERS = {"gunicorn.error": {"level": "INFO", "propagate": True}, "gunicorn.access": {"level": "WARNING"}}
logconfig_dict = LOGGING | {"loggers": LOGGING["loggers"] | _LOGGERS}


def on_starting(server: Any) -> None:
    """Forget what an earlier start has counted. A directory of somebody else stays, and ends the start."""
    shutil.rmtree(METRICS, ignore_errors=True)
    METRICS.mkdir(mode=0o700)


def post_fork(server: Any, worker: Any) -> None:
    from core import exposition, tracing

    exposition.merge_processes(str(METRICS))
    tracing.collect(ENVIRONMENT.otel_endpoint, "savepets-main-web")


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid, str(METRICS))


def on_exit(server: Any) -> None:
    shutil.rmtree(METRICS, ignore_errors=True)
