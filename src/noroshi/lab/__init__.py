"""The lab: a made ISP day with known truth, as real datagrams.

plan      which behaviours make up a day          traffic/, botnets/   one behaviour a function
observe   what routers make of it                 truth                what there is to find
export/   the datagrams in pcap                   table, bulk          straight into the lake
survey/   a made country for the IoT survey
"""

from noroshi.lab.bulk import Bulk, write_bulk
from noroshi.lab.export import Exported, export_records
from noroshi.lab.observe import Observation, Records, Router, Version
from noroshi.lab.plan import A_DAY, Day, Plan, make_day
from noroshi.lab.population import SUBSCRIBER_RANGES
from noroshi.lab.table import records_table, write_lake
from noroshi.lab.truth import Controller, Truth

__all__ = [
    "A_DAY",
    "SUBSCRIBER_RANGES",
    "Bulk",
    "Controller",
    "Day",
    "Exported",
    "Observation",
    "Plan",
    "Records",
    "Router",
    "Truth",
    "Version",
    "export_records",
    "make_day",
    "records_table",
    "write_bulk",
    "write_lake",
]
