from datetime import UTC, datetime

from noroshi.jobs.flows.stocktaking import take_stock
from noroshi.jobs.flows.tidying import tidy
from noroshi.spine.home import Home
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


def test_an_empty_lake_is_empty(tmp_path):
    stock = take_stock(Home(tmp_path / "home").create())
    assert (stock.flows, stock.extent, stock.exporters) == (0, None, ())
    assert stock.as_row()["octets_per_flow"] is None


def test_the_stock_tells_merging_days_and_exporters(tmp_path):
    home = Home(tmp_path / "home").create()
    rows = [
        flow(
            "100.64.0.1:5",
            "192.0.2.1:443/tcp",
            samplingInterval=10,
            samplingSource=3,
            exporter="192.0.2.254",
        )
    ]
    for content in ("a", "b"):
        (name,) = write_file(home.flows, flow_table(rows), content * 16)
        (home.flows / name).rename((home.flows / name).with_name(f"their-{content}.parquet"))
    assert (take_stock(home).files, take_stock(home).merged_hours) == (2, 0)
    tidy(home, now=datetime(2026, 1, 7, tzinfo=UTC))
    stock = take_stock(home)
    assert (stock.files, stock.merged_hours, stock.replaced_files, stock.flows) == (1, 1, 2, 2)
    assert len(stock.days) == 1
    [exporter] = stock.exporters
    assert (exporter["sampling_interval"], exporter["sampling_source"], exporter["flows"]) == (
        10,
        "options",
        2,
    )
    assert stock.as_row()["from"] == "2026-01-05T00:00:00.000Z"
