"""Photos without a face, who sees what, and the page of what one has covered."""

from uuid import uuid4

import covering
import factories
import pytest
from covering import COVERS, code_of, url

from faces.models import Cover

pytestmark = pytest.mark.django_db


class TestNoFace:
    def test_the_picture_is_there_once_somebody_looked(self, user, template):
        cover = covering.covered(user, template, "no_face")
        client, body = factories.client_of(user), covering.shown(user, cover)
        assert (body["state"], body["outcome"], body["faces"]) == ("succeeded", "no_face", [])
        assert (body["confirmed"], body["picture_url"]) == (False, None)
        assert code_of(covering.looked_at(user, cover, "picture")) == (404, "not_found")
        confirmed = client.post(url(cover, "/confirm"))
        assert confirmed.status_code == 200
        assert confirmed.json()["confirmed"] and confirmed.json()["picture_url"].endswith(url(cover, "/picture"))
        assert covering.looked_at(user, cover, "picture").status_code == 200
        at = Cover.objects.get().confirmed_at
        assert client.post(url(cover, "/confirm")).json() == confirmed.json()
        assert Cover.objects.get().confirmed_at == at

    @pytest.mark.parametrize("outcome", ["covered", None])
    def test_nothing_else_is_confirmed(self, user, template, outcome):
        cover, job = covering.posted(user, template)
        if outcome is None:
            factories.fail(job)
        else:
            covering.finish(job, outcome)
        response = factories.client_of(user).post(url(cover, "/confirm"))
        assert code_of(response) == (409, "nothing_to_confirm")

    def test_nor_while_it_runs(self, user, template):
        cover = covering.covered(user, template, "no_face")
        covering.again(user, cover)
        assert code_of(factories.client_of(user).post(url(cover, "/confirm"))) == (409, "task_running")

    def test_another_result_is_confirmed_anew(self, user, template):
        cover = covering.covered(user, template, "no_face")
        factories.client_of(user).post(url(cover, "/confirm"))
        covering.again(user, cover, faces=[])
        covering.finish(covering.job_of(cover), "no_face", colour="red")
        assert covering.shown(user, cover)["confirmed"] is False


class TestWhoSees:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", ""),
            ("delete", ""),
            ("post", "/again"),
            ("post", "/confirm"),
            ("get", "/photo"),
            ("get", "/picture"),
        ],
    )
    def test_somebody_elses(self, user, template, method, path):
        cover = covering.covered(user, template)
        body = {"faces": []} if path == "/again" else None
        stranger, nobody = factories.client_of(factories.user()), factories.client_of(None)
        assert code_of(getattr(stranger, method)(url(cover, path), body)) == (404, "not_found")
        assert getattr(nobody, method)(url(cover, path), body).status_code == 401
        assert code_of(getattr(stranger, method)(f"{COVERS}{uuid4()}{path}", body)) == (404, "not_found")
        assert Cover.objects.filter(id=cover.id).exists()

    def test_to_be_saved_as_a_file(self, user, template):
        cover = covering.covered(user, template)
        client = factories.client_of(user)
        response = covering.looked_at(user, cover, "picture?download=1")
        assert response["Content-Disposition"] == f'attachment; filename="savepets-{str(cover.id)[-12:]}.jpg"'
        assert response["Cache-Control"] == "private, no-cache"
        assert code_of(client.get(url(cover, "/picture?download=maybe"))) == (422, "validation_failed")

    def test_nobody_in_between_may_keep_it(self, user, template):
        cover = covering.covered(user, template)
        answers = [factories.client_of(user).get(url(cover))]
        answers += [covering.looked_at(user, cover, path) for path in ("photo", "picture")]
        assert {answer["Cache-Control"] for answer in answers} == {"private, no-cache"}


class TestMyPage:
    PATH = "/api/v1/users/mypage/used"

    def test_ones_own_without_scores(self, user, template, django_assert_num_queries):
        first, second = (covering.covered(user, template, seed=seed) for seed in (1, 2))
        covering.covered(factories.user(), template)
        with django_assert_num_queries(2):
            page = factories.client_of(user).get(self.PATH).json()
        assert page["count"] == 2
        assert [entry["id"] for entry in page["results"]] == [str(second.id), str(first.id)]
        entry = page["results"][0]
        assert entry["faces"] == [covering.face(scores=None)]
        assert entry["picture_url"].endswith(url(second, "/picture"))
        assert covering.shown(user, second)["faces"][0]["scores"] is not None

    def test_in_pages(self, user, template):
        for seed in range(3):
            covering.posted(user, template, seed=seed)
        page = factories.client_of(user).get(f"{self.PATH}?page_size=2").json()
        assert (page["count"], len(page["results"]), page["next"] is not None) == (3, 2, True)

    def test_nobodys(self):
        assert factories.client_of(None).get(self.PATH).status_code == 401
