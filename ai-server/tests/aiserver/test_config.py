"""Wrong configuration stops the process at boot, with one clear line that holds no secret."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from aiserver.config import ConfigurationError, Device, Role, Settings, origin

SECRET = "5ecret-" * 4
GOOD = {
    "AI_ROLE": "interactive",
    "AI_DATABASE_URL": f"postgresql://ai:{SECRET}@127.0.0.1:5432/ai",
    "AI_BROKER_URL": f"amqp://ai:{SECRET}@127.0.0.1:5672//",
    "AI_MAIN_URL": "http://127.0.0.1:8000/",
    "AI_MAIN_TOKEN": SECRET,
    "AI_SERVICE_TOKEN": SECRET,
    "AI_HTTP_HOST": "127.0.0.1",
    "AI_HTTP_PORT": "8090",
    "AI_THREADS": "4",
}


def test_defaults_and_values():
    settings = Settings.from_environment(GOOD)
    assert (settings.role, settings.device, settings.fpir) == (Role.INTERACTIVE, Device.AUTO, 0.01)
    assert (settings.main_url, settings.http_port, settings.threads) == ("http://127.0.0.1:8000", 8090, 4)
    assert settings.photo_origins == frozenset()
    assert settings.rembg_model is None
    assert Settings.from_environment(GOOD | {"AI_REMBG_MODEL": "/m/u2netp.onnx"}).rembg_model == Path("/m/u2netp.onnx")


@pytest.mark.parametrize("name", GOOD)
def test_everything_without_a_default_is_required(name):
    for environment in ({k: v for k, v in GOOD.items() if k != name}, GOOD | {name: " "}):
        with pytest.raises(ConfigurationError, match=rf"^{name} is not set$"):
            Settings.from_environment(environment)


@pytest.mark.parametrize("name", GOOD)
def test_each_value_may_lie_in_a_file(tmp_path, name):
    (tmp_path / "value").write_text(f"{GOOD[name]}\n")
    others = {key: value for key, value in GOOD.items() if key != name}
    assert Settings.from_environment(others | {f"{name}_FILE": str(tmp_path / "value")}) == Settings.from_environment(
        GOOD
    )


def test_a_value_is_given_once(tmp_path):
    (tmp_path / "token").write_text(SECRET)
    with pytest.raises(ConfigurationError, match="^AI_MAIN_TOKEN and AI_MAIN_TOKEN_FILE are both set$"):
        Settings.from_environment(GOOD | {"AI_MAIN_TOKEN_FILE": str(tmp_path / "token")})


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xfe" * 20)
    (tmp_path / "empty").write_text("\n")
    for file, fault in (
        ("missing", "cannot be read from {}: No such file or directory"),
        ("picture", "cannot be read from {}: it is no text"),
        ("empty", "is not set"),
    ):
        path = str(tmp_path / file)
        with pytest.raises(ConfigurationError) as stopped:
            Settings.from_environment(GOOD | {"AI_BROKER_URL": "", "AI_BROKER_URL_FILE": path})
        assert str(stopped.value) == f"AI_BROKER_URL {fault.format(path)}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AI_ROLE", "chief"),
        ("AI_DATABASE_URL", f"mysql://ai:{SECRET}@host/ai"),
        ("AI_BROKER_URL", SECRET),
        ("AI_MAIN_URL", "ftp://host"),
        ("AI_MAIN_TOKEN", "short"),
        ("AI_HTTP_PORT", "70000"),
        ("AI_THREADS", "0"),
        ("AI_THREADS", "four"),
        ("AI_DEVICE", "gpu"),
        ("AI_FPIR", "1"),
        ("AI_FPIR", "nan"),
        ("AI_PHOTO_ORIGINS", "photos.example.org"),
        ("AI_GRACE_SECONDS", "-1"),
    ],
)
def test_what_is_wrong_is_named_in_one_line_without_secrets(name, value):
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_environment(GOOD | {name: value})
    text = str(caught.value)
    assert text.startswith(f"{name} is wrong: expected ")
    assert "\n" not in text and SECRET not in text


def test_quarantine_has_one_thread_on_the_cpu_whatever_is_asked_for():
    settings = Settings.from_environment(GOOD | {"AI_ROLE": "quarantine", "AI_THREADS": "8", "AI_DEVICE": "cuda"})
    assert (settings.threads, settings.device) == (1, Device.CPU)


def test_settings_show_no_secret():
    assert SECRET not in repr(Settings.from_environment(GOOD))


def test_origins_are_compared_with_their_ports():
    assert origin("https://photos.example.org/a/b") == "https://photos.example.org:443"
    listed = Settings.from_environment(GOOD | {"AI_PHOTO_ORIGINS": "https://a.example, http://b.example:81"})
    assert listed.photo_origins == {"https://a.example:443", "http://b.example:81"}


@pytest.mark.parametrize("command", [[], ["migrate"]])
def test_the_process_stops_with_status_2_and_one_line(command):
    environment = {k: v for k, v in GOOD.items() if k != "AI_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "aiserver", *command], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "aiserver: AI_DATABASE_URL is not set\n"


def test_a_port_that_is_taken_stops_the_process():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "aiserver"],
            env=GOOD | {"AI_HTTP_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    last_line = done.stderr.strip().splitlines()[-1]
    assert last_line.startswith(f"aiserver: AI_HTTP_HOST, AI_HTTP_PORT: cannot listen on 127.0.0.1:{port}")


def test_cuda_that_is_absent_stops_the_process():
    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    done = subprocess.run(
        [sys.executable, "-m", "aiserver"], env=GOOD | {"AI_DEVICE": "cuda"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == "aiserver: AI_DEVICE is cuda, but torch finds no CUDA device\n"


@pytest.mark.parametrize("role", ["bulk", "quarantine"])
def test_a_model_file_that_is_absent_stops_the_process(role, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "aiserver"],
        env=GOOD | {"AI_ROLE": role, "AI_REMBG_MODEL": str(tmp_path / "u2netp.onnx")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"aiserver: AI_REMBG_MODEL is wrong: there is no file {tmp_path}/u2netp.onnx"
