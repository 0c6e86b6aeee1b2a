import re
import runpy
from pathlib import Path

from noroshi.spine.flows.importers import FORMATS
from noroshi.spine.flows.tally import Refusal

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_the_flow_table_page_is_up_to_date():
    script = runpy.run_path(str(REFERENCE / "generate_flow_table.py"))
    assert (REFERENCE / "flow-table.md").read_text("utf-8") == script["page"]()


def test_every_refusal_and_format_is_documented_and_no_other():
    text = (REFERENCE / "importers.md").read_text("utf-8")
    reasons = text.split("## Why rows are refused", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", reasons, re.MULTILINE)) == {
        r.value for r in Refusal
    }
    formats = text.split("## Formats", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", formats, re.MULTILINE)) == set(FORMATS)
