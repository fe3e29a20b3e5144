"""Photos are written as files by a worker, beside the page; by the page itself where there is none."""

from tests.web.finding import STRANGER, choose, found, without_camera

WRITER = "writer.worker"


def test_a_worker_writes_the_photos(visitor, complaints, album):
    page = without_camera(visitor)
    choose(page, album(STRANGER, 1)[0])
    found(page, complaints)
    assert [worker.url for worker in page.workers if WRITER in worker.url]


def test_photos_are_sent_where_the_worker_cannot_be_had(visitor, complaints, album):
    page = without_camera(visitor, service_workers="block")
    page.route(f"**/{WRITER}*", lambda route: route.abort())
    complaints.expect("Failed to load resource|ERR_FAILED")
    choose(page, album(STRANGER, 1)[0])
    found(page, complaints)
    assert not page.workers
