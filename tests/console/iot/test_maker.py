"""Maker: models, and what is asked of products."""

from .conftest import client_of, words


def test_a_maker_shows_models_and_provisions(enter):
    with enter() as client:
        page = client.get("/iot/makers/Example")
    assert "Camera &lt;b&gt;" in page.text
    assert "EN 303 645 5.1" in words(page)
    assert "tcp/23 1" in words(page)
    with enter(language="ja") as client:
        assert "共通の初期パスワードを使わない" in words(client.get("/iot/makers/Example"))


def test_the_twin_counts_signs(enter):
    with enter() as client:
        row = client.get("/iot/makers/Example/maker.json").json()
    counts = {each["en_303_645"]: each["devices"] for each in row["provisions"]}
    assert counts == {"5.1": 0, "5.2": None, "5.3": 2, "5.5": 2, "5.6": 2}
    assert row["eol"] == 1


def test_the_checklist_is_a_file_with_the_maker_s_counts(enter):
    with enter() as client:
        sheet = client.get("/iot/makers/Example/checklist.html")
        text = client.get("/iot/makers/Example/checklist.md")
    assert "attachment" in sheet.headers["content-disposition"]
    assert sheet.headers["content-type"].startswith("text/html")
    assert "5.1-1" in sheet.text
    assert "no data" in text.text  # two devices: too few to be told
    with enter("coordinator", language="ja") as client:
        written = client.get("/iot/makers/Example/checklist.md").text
    assert "調べたすべての機器: 4 台" in written


def test_makers_of_other_operators_do_not_exist(enter):
    with enter() as client:
        assert client.get("/iot/makers/Other").status_code == 404
        assert client.get("/iot/makers/Other/checklist.md").status_code == 404
        assert "Other" not in words(client.get("/iot/makers"))
    with enter("coordinator") as client:
        assert client.get("/iot/makers/Other").status_code == 200


def test_an_empty_home_tells_the_command(bare):
    with client_of(bare) as client:
        assert "noroshi iot devices keep" in words(client.get("/iot/makers"))
