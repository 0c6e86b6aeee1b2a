"""Collection: whether flows come in, and what is lost."""

from datetime import timedelta

from noroshi.jobs.flows.collecting import METRICS_FILE
from noroshi.spine.flows.collect import Counts, DecodedCounts, ExporterCounts, metrics_text
from noroshi.spine.model import CollectionRecord, InterfaceName

from .conftest import open_hub, somebody, words


def run_collector(hub, *, minutes_ago=5):
    at = hub.clock() - timedelta(minutes=minutes_ago)
    record = CollectionRecord(
        collector="tokyo", first_segment=1, last_segment=1, datagrams=10, read=1000, kept=990,
        refused={"no-address": 10}, files=(), committed_at=at,
    )  # fmt: skip
    name = InterfaceName(exporter="192.0.2.9", domain=0, number=1, name="ge0", description="")
    hub.store.save_collection(record, b"", [name])
    exporter = ExporterCounts(exporter="192.0.2.9", datagrams=80, octets=9, rows=990, lost=7, restarts=1)  # fmt: skip
    counts = Counts(
        at=at, datagrams=100, octets=1000, spooled=80, refused={"quota": 5}, socket_drops={},
        decoded=DecodedCounts(kept=990), waiting_octets=2 * 2**20, waiting_segments=1,
        decoder_restarts=0, exporters=(exporter,),
    )  # fmt: skip
    hub.home.metrics.mkdir()
    (hub.home.metrics / METRICS_FILE).write_text(metrics_text(counts))


def test_a_running_collector_is_shown_with_its_losses(made, enter):
    run_collector(made[0])
    with enter("analyst", "alpha") as client:
        answer = client.get("/collection")
    text = words(answer)
    assert "tokyo takes flows 990 flows in 24 hours" in text
    assert "Records refused: 10" in text
    assert "For want of room 5" in text
    assert "Waiting for the decoder 2.0 MiB" in text
    assert "192.0.2.9 80 990 7 1 1" in text
    assert answer.text.count('<rect class="mark"') == 1


def test_one_that_gave_nothing_for_long_is_called_silent(made, enter):
    run_collector(made[0], minutes_ago=20)
    with enter() as client:
        assert "tokyo silent" in words(client.get("/collection"))
        twin = client.get("/collection.json").json()
    assert twin["collectors"][0]["health"] == "warn"
    assert twin["since_start"]["lost"]["spool"] == 5


def test_a_hub_without_collector_says_how_to_start_one(bare):
    with open_hub(bare, somebody()) as client:
        text = words(client.get("/collection"))
        assert client.get("/collection.json").json() == {"collectors": [], "since_start": {}}
    assert "noroshi flows collect" in text


def test_readers_do_not_see_exporters(enter):
    with enter("reader", "alpha") as client:
        assert client.get("/collection").status_code == 403
