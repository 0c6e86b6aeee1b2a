"""Payload source: files and caches give the same set."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.readiness.payload_source import read_payloads
from noroshi.readiness.rpki.sense import vrp_file
from noroshi.spine.model import ConfigError, InputError, SourceError
from noroshi.testing.daemons import free_port

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_snapshot_of_json_gives_vrps_and_aspas(tmp_path):
    file = tmp_path / "vrps.json"
    roas = [{"prefix": "192.0.2.0/24", "asn": "AS64500", "maxLength": 24}]
    aspas = [{"customer_asid": 64500, "providers": [64501]}]
    file.write_text(json.dumps({"roas": roas, "aspas": aspas}))
    found = read_payloads(str(file), NOW)
    assert (len(found.payloads), found.payloads.aspas) == (1, {64500: (64501,)})


def test_what_has_ended_is_counted_and_doubles_are_served_once(tmp_path):
    file = tmp_path / "vrps.json"
    roa = {"prefix": "192.0.2.0/24", "asn": 64500, "maxLength": 24, "expires": 1}
    later = {**roa, "expires": int(NOW.timestamp()) + 60}
    file.write_text(json.dumps({"roas": [roa, later]}))
    found = read_payloads(str(file), NOW)
    assert (len(found.payloads), found.expired) == (1, 1)


def test_what_has_ended_is_counted_once_where_a_file_must_be_read_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(vrp_file, "BLOCK", 200)
    file = tmp_path / "vrps.json"
    roas = [{"prefix": f"192.0.{n}.0/24", "asn": 64500, "expires": 1} for n in range(9)]
    strange = {"prefix": "198.51.100.0/24", "asn": "AS64501"}  # ends the quick reading
    file.write_text(json.dumps({"roas": [*roas, strange]}))
    found = read_payloads(str(file), NOW)
    assert (len(found.payloads), found.expired) == (10, 9)


@pytest.mark.parametrize("source", ["rtr://", "rtr://[x", "rtr://192.0.2.1:port"])
def test_an_address_that_is_none_is_told(source):
    with pytest.raises(ConfigError, match="is no cache"):
        read_payloads(source, NOW)


def test_a_cache_that_is_down_is_told():
    with pytest.raises(SourceError, match="does not answer"):
        read_payloads(f"rtr://127.0.0.1:{free_port()}", NOW)


def test_a_file_without_vrps_is_refused(tmp_path):
    file = tmp_path / "vrps.csv"
    file.write_text("ASN,IP Prefix,Max Length\n")
    with pytest.raises(InputError, match="holds no VRP"):
        read_payloads(str(file), NOW)
