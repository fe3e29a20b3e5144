"""Two people who register the same dog at the same moment end with one registered dog."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

PROGRAM = Path(__file__).with_name("enrol_many.py")
THREADS = 10


def start(folder, templates):
    paths = []
    for number, template in enumerate(templates):
        path = folder / f"{number}.template"
        path.write_bytes(template.to_bytes())
        paths.append(str(path))
    command = [sys.executable, str(PROGRAM), str(THREADS), *paths]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_twenty_enrolments_of_one_dog_by_two_processes_register_it_once(gallery, noses, tmp_path):
    shots = [range(5), range(5, 10)]
    processes = []
    for number, chosen in enumerate(shots):
        folder = tmp_path / str(number)
        folder.mkdir()
        processes.append(start(folder, [noses.template(0, shot) for shot in chosen]))
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = Counter()
    for process in processes:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        outcomes.update(output.split())
    assert outcomes == {"registered": 1, "already_registered": 19}
    assert gallery.statistics().dogs == 1
