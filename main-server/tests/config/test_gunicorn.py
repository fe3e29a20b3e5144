"""main-web as it is served: the real gunicorn with two processes, which are killed while they answer."""

import os
import signal
import stat
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from helpers import child, eventually
from mailserver import free_port
from measuring import key, scrape

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERED = key("savepets_http_request_duration_seconds_count", method="GET", route="(none)", status="404")
RUNNING = key("savepets_http_requests_in_progress")


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


def children(pid):
    return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def directory(port):
    """Of the metrics' files; one is left of a start that ended with a power cut."""
    directory = Path(f"/dev/shm/savepets-metrics-{port}")
    directory.mkdir()
    (directory / "counter_1.db").write_bytes(b"left behind")
    yield directory
    assert not directory.exists()


@pytest.fixture
def web(process_environment, port, directory):
    variables = {"MAIN_WEB_LISTEN": f"127.0.0.1:{port}", "MAIN_WEB_WORKERS": "2", "MAIN_WEB_THREADS": "2"}
    variables |= {"MAIN_ALLOWED_HOSTS": "127.0.0.1"}
    command = ["-m", "gunicorn", "--config", "python:config.gunicorn"]
    with child(command, process_environment | variables) as master:
        eventually(lambda: status(f"http://127.0.0.1:{port}/readyz") == 200, within_s=30)
        yield master


def test_processes_are_added_up_and_the_dead_leave_what_they_counted(web, port, directory, submit):
    url = f"http://127.0.0.1:{port}"
    workers = eventually(lambda: len(children(web.pid)) == 2 and children(web.pid))
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700 and not (directory / "counter_1.db").exists()
    assert [status(f"{url}/nothing/{number}") for number in range(20)] == [404] * 20
    seen = scrape(port)
    assert (seen[ANSWERED], seen[RUNNING]) == (20, 0)
    assert seen[key("savepets_contacts_total", outcome="refused")] == 0

    poll = threading.Thread(target=status, args=[f"{url}/api/v1/tasks/{submit().id}?wait=10"])
    poll.start()
    eventually(lambda: scrape(port)[RUNNING] == 1)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    poll.join(10)
    eventually(lambda: len(set(children(web.pid)) - set(workers)) == 2)
    eventually(lambda: status(f"{url}/readyz") == 200, within_s=30)
    assert not list(directory.glob(f"gauge_*_{workers[0]}.db"))
    seen = scrape(port)
    assert (seen[ANSWERED], seen[RUNNING]) == (20, 0)
    assert status(f"{url}/nothing") == 404
    assert scrape(port)[ANSWERED] == 21
