"""State of an installation, on one database: findings and runs, members, the list, work."""

from noroshi.spine.store import (
    follow_tables,
    line_tables,
    list_tables,
    member_tables,
    readiness_tables,
    site_tables,
    survey_tables,
    work_tables,
)
from noroshi.spine.store.database import Database
from noroshi.spine.store.run import Run
from noroshi.spine.store.store import Store

__all__ = [
    "Database",
    "Run",
    "Store",
    "follow_tables",
    "line_tables",
    "list_tables",
    "member_tables",
    "readiness_tables",
    "site_tables",
    "survey_tables",
    "work_tables",
]
