"""Survey answers: results of a round as rows that identification reads, one a service."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from noroshi.iot.analyse.device_print import FIELD, print_of
from noroshi.iot.analyse.marks import Mark
from noroshi.iot.sense import CATALOGUE, Transport
from noroshi.iot.survey.listing import NOTHING, Listing
from noroshi.iot.survey.reflection import (
    REFLECTS_FROM,
    amplification,
    is_answer,
    resolves_for_all,
)
from noroshi.iot.survey.results import ANSWERED, parts, read_banners, read_results
from noroshi.iot.survey.spoken import spoken
from noroshi.spine.model import rfc3339

Row = Mapping[str, object]


def answer_rows(
    run: Path, *, contact: str, listing: Listing = NOTHING
) -> Iterator[dict[str, object]]:
    """One row a service that said something, part by part; equal answers are read once.

    Args:
        run: Folder of the round.
        contact: As the scope says; the size of some questions depends on it.
        listing: IPv6 addresses of the round.

    Raises:
        InputError: A file is damaged.
    """
    said = {row["banner"]: _said(row) for row in read_banners(run)}
    for path in parts(run):
        answered = (r for r in read_results(run, [path.stem]).to_pylist() if r["state"] == ANSWERED)
        for (address, port, probe), rows in groupby(
            answered, key=lambda row: (row["address"], row["port"], row["probe"])
        ):
            yield _service(listing.text_of(address), port, probe, list(rows), said, contact)


def _service(
    address: str,
    port: int,
    probe: str,
    rows: list[Row],
    said: Mapping[object, Row],
    contact: str,
) -> dict[str, object]:
    words = [said.get(row["banner"], {}) for row in rows]
    made: dict[str, object] = {
        "id": f"[{address}]:{port}" if ":" in address else f"{address}:{port}",
        "address": address,
        "port": port,
        "transport": "udp" if CATALOGUE[probe].transport is Transport.UDP else "tcp",
        "time": rfc3339(rows[0]["at"]),  # type: ignore[arg-type]  # a timestamp in the schema
        "protocol": probe,
        "banner": "",
    }
    for told in reversed(words):
        made |= {name: value for name, value in told.items() if value is not None}
    octets: Counter[int] = Counter()
    for row in rows:
        octets[int(str(row["message"]))] += int(str(row["octets"]))
    factor = amplification(probe, octets, host=address, contact=contact)
    if factor:
        made["amplification"] = round(factor, 1)
    answered = made.pop("answered", False)
    if made.pop("resolves", False) or (answered and factor >= REFLECTS_FROM):
        made["kind"] = "reflector"
    elif factor >= REFLECTS_FROM:
        made["mark"] = Mark.NO_PROTOCOL.value
    if device := print_of(made):
        made[FIELD] = device
    return made


def _said(row: Row) -> dict[str, object]:
    """What one answer adds to the row of its service."""
    probe, message, octets = str(row["probe"]), int(str(row["message"])), row["octets"]
    assert isinstance(octets, bytes)
    if probe in {"http", "https"} and message == 1:
        return _favicon(octets)
    made: dict[str, object] = {}
    if text := spoken(probe, message, octets):
        made["banner"] = text
    if is_answer(probe, message, octets):
        made["answered"] = True
    if resolves_for_all(probe, message, octets):
        made["resolves"] = True
    if row["certificate"]:
        certificate = row["certificate"]
        assert isinstance(certificate, bytes)
        made["certificate"] = base64.b64encode(certificate).decode()
    return made


def _favicon(octets: bytes) -> dict[str, object]:
    body = octets.partition(b"\r\n\r\n")[2]
    if not body or b" 200 " not in octets[:20]:
        return {}
    return {"favicon": hashlib.md5(body, usedforsecurity=False).hexdigest()}
