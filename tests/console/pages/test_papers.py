"""The guideline as it was last made, for the desk that it belongs to and nobody else."""

import pytest

from noroshi.jobs.readiness.guiding import Order
from noroshi.jobs.readiness.kept_papers import JOB, keep_paper
from noroshi.spine.store.members import Operators

from .conftest import open_hub, somebody, words


def add(
    hub, operator, *, pdf=False, language="en", content=b"<style>b{}</style>", cites="0a1b2c3d-4"
):
    """A paper without the work of drawing one."""
    form = "pdf" if pdf else "html"
    inputs = {"operator": operator, "language": language, "form": form, "results": cites}
    run = hub.store.begin_run(JOB, detector=None, window=None, inputs=inputs, at=hub.clock())
    hub.store.end_run(run, outcome="done", counts={}, at=hub.clock())
    order = Order(issuer="x", operator=operator, language=language, pdf=pdf)
    keep_paper(hub.home, hub.store, run, order, content)
    return run


@pytest.fixture
def hub(made):
    return made[0]


def taken(hub, run, role, operator):
    with open_hub(hub, somebody(role, operator)) as client:
        return client.get(f"/readiness/papers/{run}")


def test_a_desk_takes_its_own_paper_as_a_file(hub):
    run = add(hub, "alpha", pdf=True, content=b"%PDF-1.7 made")
    answer = taken(hub, run, "analyst", "alpha")
    assert answer.content == b"%PDF-1.7 made"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("role", "operator"), [("analyst", "beta"), ("coordinator", "centre")])
def test_no_other_desk_sees_it(hub, role, operator):
    run = add(hub, "alpha")
    assert taken(hub, run, role, operator).status_code == 404
    with open_hub(hub, somebody(role, operator)) as client:
        assert run not in client.get("/readiness/guideline").text


def test_it_may_be_named_as_people_name_the_member(hub):
    name = next(each.name for each in members(hub) if each.id == "alpha")
    run = add(hub, name.upper())
    assert taken(hub, run, "analyst", "alpha").status_code == 200
    assert taken(hub, run, "analyst", "beta").status_code == 404


def test_a_name_of_no_member_is_for_those_who_keep_the_hub(hub):
    run = add(hub, "Nobody's Net")
    assert taken(hub, run, "coordinator", "centre").status_code == 200
    assert taken(hub, run, "analyst", "alpha").status_code == 404


def test_the_generic_guideline_is_for_every_desk(hub):
    assert taken(hub, add(hub, ""), "analyst", "beta").status_code == 200


@pytest.mark.parametrize("run", ["nothing", "..%2f..%2fstate", "%00"])
def test_what_was_not_made_is_not_there(hub, run):
    add(hub, "alpha")
    assert taken(hub, run, "analyst", "alpha").status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Papers, as they were last made"), ("ja", "最後に作った文書")]
)
def test_the_page_tells_date_run_and_results(hub, language, said):
    run = add(hub, "alpha", language="ja")
    with open_hub(hub, somebody("analyst", "alpha"), language) as client:
        page = client.get("/readiness/guideline")
    assert said in page.text
    assert f'href="/readiness/papers/{run}"' in page.text
    assert run in words(page)
    assert "0a1b2c3d" in page.text
    assert 'datetime="' in page.text.partition('id="papers"')[2].partition("</table>")[0]


def test_without_a_paper_the_page_has_no_table_of_them(hub):
    with open_hub(hub, somebody("analyst", "alpha")) as client:
        assert 'id="papers"' not in client.get("/readiness/guideline").text


def members(hub):
    return Operators(hub.store.database).all()
