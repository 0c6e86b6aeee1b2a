"""Column: one column of a table, declared once.

The Arrow schema, DDL, decoders, reference page and test data all come from such declarations.
"""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """Physical types; the value is DuckDB's name for it."""

    U8 = "UTINYINT"
    U16 = "USMALLINT"
    U32 = "UINTEGER"
    I64 = "BIGINT"
    F64 = "DOUBLE"
    BOOL = "BOOLEAN"
    TEXT = "VARCHAR"
    MOMENT = "TIMESTAMP_MS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An information element: private enterprise number (0 = IANA) and element id."""

    id: int
    pen: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """Name, type, unit and meaning of a column, and where exporters carry it.

    Attributes:
        name: IANA's name where one exists.
        type: Physical type.
        unit: Unit of the value; empty where it has none.
        meaning: One line for the reference page.
        nullable: Whether sources may leave it out.
        ipfix: Elements that fill it, best first (RFC 7012; v9 field types are the same numbers).
        v5: Name of the NetFlow v5 field, if any.
        sflow: Name of the sFlow v5 field, if any.
    """

    name: str
    type: Type
    unit: str
    meaning: str
    nullable: bool = True
    ipfix: tuple[Element, ...] = ()
    v5: str = ""
    sflow: str = ""
