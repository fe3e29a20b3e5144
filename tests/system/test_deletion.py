"""What was deleted is not found, whatever is still under way."""

from tests.people import eventually, finished, submit
from tests.second_publisher import deliver_again, job_of


def prints_of(ai_database, dog_id):
    return ai_database.execute("SELECT count(*) FROM print WHERE dog_id = %s", [dog_id]).fetchone()[0]


def delete_dog(owner, dog_id):
    assert owner.session.delete(f"{owner.url}/api/v1/dogs/{dog_id}", timeout=30).status_code == 204


def test_a_lookup_right_after_the_deletion_does_not_find_the_dog(stack, owner, finder, shots, ai_database):
    photos = shots(6)
    dog_id = finished(owner, submit(owner, photos[:5]))["result"]["dog_id"]
    assert finished(finder, finder.look_up(photos[5]))["outcome"] == "match"
    stack.stop_process("ai-bulk")  # the gallery cannot hear of the deletion
    try:
        delete_dog(owner, dog_id)
        assert finished(finder, finder.look_up(photos[5]))["outcome"] == "not_registered"
        assert prints_of(ai_database, dog_id) == 5
    finally:
        stack.start_process("ai-bulk")
    eventually(lambda: prints_of(ai_database, dog_id) == 0)
    assert finished(finder, finder.look_up(photos[5]))["outcome"] == "not_registered"


def test_an_earlier_match_shows_nothing_of_a_deleted_dog(owner, finder, shots):
    photos = shots(6)
    dog_id = finished(owner, submit(owner, photos[:5]))["result"]["dog_id"]
    task = finder.look_up(photos[5])
    evidence = finished(finder, task)["result"]["evidence"]
    delete_dog(owner, dog_id)
    again = finished(finder, task)
    assert (again["outcome"], again["result"].get("dog")) == ("not_registered", None)
    assert finder.session.get(evidence["reference_url"], timeout=30).status_code == 404


def test_a_registration_that_is_delivered_after_the_deletion_revives_nothing(
    stack, owner, finder, shots, ai_database, main_database
):
    photos = shots(6)
    dog_id = finished(owner, submit(owner, photos[:5]))["result"]["dog_id"]
    delivery = job_of(main_database, "dog.register", dog_id)
    delete_dog(owner, dog_id)
    eventually(lambda: prints_of(ai_database, dog_id) == 0)
    _, done = deliver_again(stack, delivery)
    assert done["state"] == "failed" and done["error"]["code"] in {"photo_missing", "dog_forgotten"}
    assert prints_of(ai_database, dog_id) == 0
    assert finished(finder, finder.look_up(photos[5]))["outcome"] == "not_registered"


def test_a_dog_that_is_deleted_while_its_registration_waits_is_not_enrolled(
    stack, owner, finder, shots, ai_database, main_database
):
    photos = shots(6)
    stack.stop_process("ai-bulk")
    try:
        submit(owner, photos[:5])
        dog_id = owner.session.get(f"{owner.url}/api/v1/users/mypage/dogs", timeout=30).json()["results"][0]["id"]
        delete_dog(owner, dog_id)
    finally:
        stack.start_process("ai-bulk")
    states = "SELECT kind, state FROM jobs_job WHERE subject_id = %s ORDER BY kind"
    ended = [("dog.forget", "succeeded"), ("dog.register", "cancelled")]
    eventually(lambda: main_database.execute(states, [dog_id]).fetchall() == ended)
    assert prints_of(ai_database, dog_id) == 0
    assert finished(finder, finder.look_up(photos[5]))["outcome"] == "not_registered"
