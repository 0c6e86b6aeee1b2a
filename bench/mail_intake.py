"""How many DMARC reports a CPU second are taken in, beside parsedmarc, and does memory stay flat?

Run: python -m bench.mail_intake [REPORTS [PEER_PYTHON]]   (20000 by default)
One report of five times as many records, and of a tenth of it, shows memory for a report that is large.
Reports are made and seeded: one to three records each, a file each, as small receivers send them: gzip,
and mails that bring a zip.
Ours runs the whole import, to Parquet on disk; the peer only parses, by its own function for files and
offline, in an interpreter that has it (PEER_PYTHON: any environment with parsedmarc). Both run in fresh
processes, in turn; the peer on a tenth of the files. Start of the interpreters is taken off by an empty run.
Writes bench/results/mail_intake.json.
"""

import gzip
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

from bench.machine import CACHE, RESULTS, Figures, machine, measured, summary, write_result
from noroshi.testing.mail_reports import Record, report_xml

REPORTS = 20_000
ROUNDS = 3
PEER_SHARE = 10
RECORDS_A_REPORT = 5
"""Records of the large report, for each of the small ones."""

PART = 10_000
"""Records of it that are made at a time."""

PEER = """\
import sys
from pathlib import Path
import parsedmarc
files = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]
for file in files:
    parsedmarc.parse_report_file(str(file), offline=True)
"""


def as_gzip(report: bytes, number: int) -> tuple[str, bytes]:
    """Name and octets of a report by itself."""
    return f"{number:06}.xml.gz", gzip.compress(report)


def as_mail(report: bytes, number: int) -> tuple[str, bytes]:
    """Name and octets of a report as a mail brings it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"r.example!isp.example!{number}.xml", report)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "dmarc@r.example", "dmarc@isp.example"
    mail["Subject"] = f"Report Domain: isp.example Submitter: r.example Report-ID: {number}"
    mail.set_content("A DMARC aggregate report.")
    name = f"r.example!isp.example!{number}.zip"
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename=name)
    mail.set_boundary(f"=_part_{number:012x}")
    return f"{number:06}.eml", mail.as_bytes()


Form = Callable[[bytes, int], tuple[str, bytes]]


def made_reports(count: int, folder: Path, form: Form = as_gzip) -> Path:
    """A folder of reports, made once."""
    place = folder / f"reports-{form.__name__}-{count}"
    if not place.exists():
        place.mkdir(parents=True)
        seeded = random.Random(1)  # noqa: S311  # a benchmark, no secret
        for number in range(count):
            records = [
                Record(
                    source=f"192.0.2.{seeded.randrange(256)}",
                    count=seeded.randrange(1, 50),
                    spf=seeded.choice(["pass", "fail"]),
                    signatures={"isp.example": "pass"},
                    envelope={"isp.example": "pass"},
                )
                for _ in range(seeded.randrange(1, 4))
            ]
            report = report_xml(records, org=f"r{number % 50}.example", report_id=str(number))
            name, octets = form(report, number)
            (place / name).write_bytes(octets)
    return place


def ours_once(reports: Path, count: int) -> Figures:
    """The whole command on all files."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-m", "noroshi", "--home", home, "readiness", "mail", "import"]
        measured([*command, empty])  # what only the first start of an installation does
        start, _ = measured([*command, empty])
        figures, told = measured([*command, str(reports)])
        assert f"{count:,} new reports" in told, told
    spent = figures["cpu_s"] - start["cpu_s"]
    return {"reports_per_cpu_s": count / spent, "peak_rss_mb": figures["peak_rss_mb"]}


def made_report(records: int, folder: Path) -> Path:
    """One report of many records, made once and a part at a time."""
    place = folder / f"records-{records}.xml.gz"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        head, end = b"</policy_published>", b"</feedback>"
        with gzip.open(place, "wb", 1) as file:
            file.write(report_xml([]).removesuffix(end))
            for first in range(0, records, PART):
                part = [
                    Record(source=f"192.0.2.{at % 256}", envelope={f"e{at}.example": "fail"})
                    for at in range(first, min(first + PART, records))
                ]
                file.write(report_xml(part).partition(head)[2].removesuffix(end))
            file.write(end)
    return place


def large_once(report: Path) -> Figures:
    """The whole command on one file."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "noroshi", "--home", home, "readiness", "mail", "import"]
        figures, told = measured([*command, str(report)])
        assert "1 new reports" in told, told
    return {"peak_rss_mb": figures["peak_rss_mb"], "cpu_s": figures["cpu_s"]}


def peer_once(python: str, reports: Path, count: int) -> Figures:
    """The peer's parser on the first files."""
    start, _ = measured([python, "-c", PEER, str(reports), "0"])
    figures, _ = measured([python, "-c", PEER, str(reports), str(count)])
    return {
        "reports_per_cpu_s": count / (figures["cpu_s"] - start["cpu_s"]),
        "peak_rss_mb": figures["peak_rss_mb"],
    }


def peer_version(python: str) -> str:
    """The peer's version."""
    told = subprocess.run(
        [python, "-c", "from importlib.metadata import version; print(version('parsedmarc'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip()


def beside(folder: Path, reports: int, python: str) -> dict[str, object]:
    """Ours and the peer on the same reports, in turn."""
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(ours_once(folder, reports))
        if python:
            peer.append(peer_once(python, folder, max(1, reports // PEER_SHARE)))
    if not python:
        return {"ours": summary(ours)}
    pairs = [
        {"times": one["reports_per_cpu_s"] / other["reports_per_cpu_s"]}
        for one, other in zip(ours, peer, strict=True)
    ]
    return {
        "ours": summary(ours),
        "peer": {"parsedmarc": peer_version(python), **summary(peer)},
        "times_the_peer": summary(pairs),
    }


def main(
    reports: int = REPORTS, python: str = "", *, cache: Path = CACHE, results: Path = RESULTS
) -> None:
    tenth = made_reports(max(1, reports // 10), cache / "mail")
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "reports": reports,
        **beside(made_reports(reports, cache / "mail"), reports, python),
        "in_mails": beside(made_reports(reports, cache / "mail", as_mail), reports, python),
        "ours_on_a_tenth": summary([ours_once(tenth, max(1, reports // 10))]),
    }
    records = reports * RECORDS_A_REPORT
    told["one_report"] = {
        f"{size:,} records": summary([large_once(made_report(size, cache / "mail"))])
        for size in (max(1, records // 10), records)
    }
    write_result("mail_intake", json.loads(json.dumps(told)), results)


if __name__ == "__main__":
    main(*(int(float(word)) for word in sys.argv[1:2]), *sys.argv[2:3])
