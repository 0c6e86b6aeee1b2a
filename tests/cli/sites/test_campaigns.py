from pathlib import Path

from click.testing import CliRunner

from noroshi.cli.sites.campaigns import campaigns
from noroshi.jobs.sites.judging import keep_evidence
from noroshi.testing.judged_pages import imitation, judged


def test_a_smallest_size_is_kept_to(tmp_path: Path) -> None:
    keep_evidence(tmp_path / "evidence" / "sites" / "a", judged(imitation()), [imitation()])

    def run(*options: str) -> str:
        return (
            CliRunner().invoke(campaigns, options, obj={"home": tmp_path, "verbose": False}).stdout
        )

    assert run() == ""
    assert "#1: 1 pages" in run("--least", "1")
