"""Importing findings: files in order, counts by reason, weak credentials by class only."""

from noroshi.iot.importers import Imported
from noroshi.jobs.iot.importing_findings import import_findings
from noroshi.jobs.sites.lines import MOST_OCTETS

WEAK = """timestamp,ip,protocol,port,tag,banner
2026-03-01 00:00:00,192.0.2.1,tcp,21,default-password,220 made
2026-03-01 00:00:00,192.0.2.2,tcp,21,ftp,220 made
"""


def run(tmp_path, form, *texts, **options):
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"{number}")
        files[-1].write_text(text)
    done = Imported()
    return list(import_findings(files, form, done, **options)), done


def test_weak_credentials_need_an_authorisation_and_leave_as_a_class(tmp_path):
    rows, done = run(tmp_path, "shadowserver", WEAK)
    assert ([row["address"] for row in rows], done.refused) == (
        ["192.0.2.2"], {"no-authorisation": 1},
    )  # fmt: skip
    rows, done = run(tmp_path, "shadowserver", WEAK, authorisation="Order 7")
    assert rows[0] == {
        "id": "192.0.2.1:21", "address": "192.0.2.1", "port": 21, "transport": "tcp",
        "time": "2026-03-01T00:00:00.000Z", "protocol": "default-password",
        "kind": "weak-credential", "authorisation": "Order 7",
    }  # fmt: skip
    assert done.refused == {}


def test_bad_lines_are_counted_and_the_rest_is_kept(tmp_path):
    good = "open tcp 80 192.0.2.1 1772323200\n"
    rows, done = run(
        tmp_path, "masscan", good + "x\n" + "x" * (MOST_OCTETS + 9) + "\n" + good, good
    )
    assert len(rows) == 3
    assert (done.read, done.refused) == (5, {"no-masscan-line": 1, "too-large": 1})


def test_nmap_is_read_as_a_stream(tmp_path):
    rows, done = run(tmp_path, "nmap", "<nmaprun>", "<nmaprun></nmaprun>")
    assert (rows, done.refused) == ([], {"broken-xml": 1})
