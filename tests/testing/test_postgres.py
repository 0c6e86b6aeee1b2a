"""PostgreSQL for tests: it runs alone, and nothing of it stays."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from noroshi.testing import postgres


def test_a_server_runs_and_leaves_nothing():
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql")
    with postgres.serving() as url:
        folder = Path(make_url(url).query["host"])
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW listen_addresses")) == ""
        engine.dispose()
    assert not folder.exists()


def test_a_missing_server_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "PROGRAMS", tmp_path)
    with pytest.raises(RuntimeError, match="apt-get install postgresql"), postgres.serving():
        pass
