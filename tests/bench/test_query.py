from bench.query import questions, warm

from noroshi.spine.home import Home
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


def test_every_question_can_be_asked(tmp_path):
    home = Home(tmp_path / "home").create()
    write_file(home.flows, flow_table([flow("100.64.0.1:5", "192.0.2.1:443/tcp")]), "a" * 16)
    for sql, _, _ in questions("192.0.2.1").values():
        assert warm(home, sql)["cpu_s"] >= 0
