"""Knowledge: made fingerprints, weaknesses and ends of life of the made makers.

Files in the forms that identification reads: recog's XML, NVD's API 2.0, CISA's catalogue and
endoflife.date's API v1. Every name and number in them is made.
"""

import json
from pathlib import Path

WEAKNESS = "CVE-2099-90001"
MAKER, ROUTER_CPE = "Example Works", "cpe:2.3:o:example_works:exr-200_firmware:*:*:*:*:*:*:*:*"
_FINGERPRINT = """\
  <fingerprint pattern="^(?:Example UPnP/[\\d.]+ )?(EX[A-Z]-\\d{1,3})/(\\d+\\.\\d+(?:\\.\\d+)?)">
    <description>Made devices</description>
    <param pos="0" name="hw.vendor" value="Example Works"/>
    <param pos="1" name="hw.product"/>
    <param pos="0" name="os.vendor" value="Example Works"/>
    <param pos="1" name="os.product"/>
    <param pos="2" name="os.version"/>
    <param pos="0" name="os.cpe23" value="cpe:/o:example_works:{hw.product}_firmware:{os.version}"/>
  </fingerprint>
"""
_KINDS = {
    "made_http.xml": "http_header.server",
    "made_rtsp.xml": "rtsp_header.server",
    "made_ssdp.xml": "ssdp.server",
}


def write_knowledge(folder: Path) -> None:
    """Write `recog/`, `nvd.json`, `kev.json` and `eol.json`."""
    (folder / "recog").mkdir(parents=True, exist_ok=True)
    for name, kind in _KINDS.items():
        text = (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            f'<fingerprints matches="{kind}">\n{_FINGERPRINT}</fingerprints>\n'
        )
        (folder / "recog" / name).write_text(text, encoding="utf-8")
    for name, made in (("nvd", _nvd()), ("kev", _kev()), ("eol", _end_of_life())):
        (folder / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")


def _nvd() -> dict[str, object]:
    match = {"vulnerable": True, "criteria": ROUTER_CPE, "versionEndExcluding": "1.4.0"}
    configuration = {"nodes": [{"operator": "OR", "negate": False, "cpeMatch": [match]}]}
    cve = {"id": WEAKNESS, "vulnStatus": "Analyzed", "configurations": [configuration]}
    return {"vulnerabilities": [{"cve": cve}]}


def _kev() -> dict[str, object]:
    return {"title": "made", "vulnerabilities": []}


def _end_of_life() -> dict[str, object]:
    return {
        "result": {
            "name": "exc-10",
            "identifiers": [{"id": "cpe:2.3:o:example_works:exc-10_firmware", "type": "cpe"}],
            "releases": [{"name": "2.0", "eolFrom": "2020-01-01"}],
        }
    }
