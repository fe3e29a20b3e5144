"""Messages come twice and at the same moment; a dog is registered once."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.people import finished, join, submit
from tests.second_publisher import deliver_again, job_of


def test_a_registration_that_is_delivered_twice_is_registered_both_times(
    stack, owner, shots, ai_database, main_database
):
    dog_id = finished(owner, submit(owner, shots(5)))["result"]["dog_id"]
    started, done = deliver_again(stack, job_of(main_database, "dog.register", dog_id))
    assert "worker" in started
    assert done["outcome"] == "registered"
    prints = "SELECT count(*), count(DISTINCT photo_id) FROM print WHERE dog_id = %s"
    assert ai_database.execute(prints, [dog_id]).fetchone() == (5, 5)
    dogs = owner.session.get(f"{owner.url}/api/v1/users/mypage/dogs", timeout=30).json()
    assert [dog["state"] for dog in dogs["results"]] == ["registered"]


@pytest.fixture
def second_bulk_process(stack):
    """Only for a while: other tests stop the one there is, and count on there being no other."""
    name = stack.add_bulk()
    yield
    stack.stop_process(name)


def test_of_twenty_parallel_registrations_of_one_dog_one_is_registered(
    stack, second_bulk_process, shots, main_database
):
    photos = shots(5)
    owners = [join(stack) for _ in range(4)]
    with ThreadPoolExecutor(20) as pool:
        tasks = list(pool.map(lambda turn: (owners[turn % 4], submit(owners[turn % 4], photos)), range(20)))
        answers = list(pool.map(lambda task: finished(*task), tasks))
    assert Counter(answer["outcome"] for answer in answers) == {"registered": 1, "already_registered": 19}
    jobs = [uuid.UUID(answer["id"]) for answer in answers]
    workers = main_database.execute("SELECT DISTINCT worker FROM jobs_job WHERE id = ANY(%s)", [jobs]).fetchall()
    assert len(workers) == 2, "both AI processes took part"
