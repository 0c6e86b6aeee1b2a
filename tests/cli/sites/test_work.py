"""`noroshi sites work`: nothing to do is no error."""


def test_an_empty_queue_ends_at_once(noroshi, tmp_path):
    noroshi("init")
    (tmp_path / "home" / "noroshi.toml").write_text("[visit]\nfresh = false\n")
    done = noroshi("sites", "work", "--once", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_what_it_does_is_told(noroshi):
    told = noroshi("sites", "work", "--help").stdout
    assert "review" in told
