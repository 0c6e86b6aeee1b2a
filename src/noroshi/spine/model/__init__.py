"""Words of the domain: columns, values, ids. Plain Python, no input or output."""

from noroshi.spine.model.access import RIGHTS, Account, Right, Role, Token
from noroshi.spine.model.address import address_halves, address_text
from noroshi.spine.model.auditor import Auditor, NullAuditor
from noroshi.spine.model.collecting import CollectionRecord, InterfaceName
from noroshi.spine.model.column import Column, Element, Type
from noroshi.spine.model.counters import COUNTER_COLUMNS
from noroshi.spine.model.decision import Decision, Verdict
from noroshi.spine.model.edition import COLLECTIONS, Edition, Standing
from noroshi.spine.model.errors import (
    Cancelled,
    ConfigError,
    EngineError,
    InputError,
    NoroshiError,
    SourceError,
)
from noroshi.spine.model.evidence import PEOPLE, Evidence
from noroshi.spine.model.finding import Detector, Finding
from noroshi.spine.model.fiscal import fiscal_year, year_window
from noroshi.spine.model.flow import FLOW, FLOW_COLUMNS, SamplingSource, SubscriberSide
from noroshi.spine.model.importing import ImportRecord
from noroshi.spine.model.indicator import Indicator, Tlp
from noroshi.spine.model.label import C2_PREFIX, LABELS, is_c2, label_text
from noroshi.spine.model.measure import FigureEntry, Measure
from noroshi.spine.model.member import Action, MemberRole, Operator
from noroshi.spine.model.observation import Observation
from noroshi.spine.model.protocol import protocol_keyword
from noroshi.spine.model.sighting import Sighting, SightingKind
from noroshi.spine.model.subject import (
    Endpoint,
    Subject,
    SubjectKind,
    canonical_address,
    parse_endpoint,
)
from noroshi.spine.model.text import Language, Text
from noroshi.spine.model.window import Window, parse_moment, rfc3339

__all__ = [
    "C2_PREFIX",
    "COLLECTIONS",
    "COUNTER_COLUMNS",
    "FLOW",
    "FLOW_COLUMNS",
    "LABELS",
    "PEOPLE",
    "RIGHTS",
    "Account",
    "Action",
    "Auditor",
    "Cancelled",
    "CollectionRecord",
    "Column",
    "ConfigError",
    "Decision",
    "Detector",
    "Edition",
    "Element",
    "Endpoint",
    "EngineError",
    "Evidence",
    "FigureEntry",
    "Finding",
    "ImportRecord",
    "Indicator",
    "InputError",
    "InterfaceName",
    "Language",
    "Measure",
    "MemberRole",
    "NoroshiError",
    "NullAuditor",
    "Observation",
    "Operator",
    "Right",
    "Role",
    "SamplingSource",
    "Sighting",
    "SightingKind",
    "SourceError",
    "Standing",
    "Subject",
    "SubjectKind",
    "SubscriberSide",
    "Text",
    "Tlp",
    "Token",
    "Type",
    "Verdict",
    "Window",
    "address_halves",
    "address_text",
    "canonical_address",
    "fiscal_year",
    "is_c2",
    "label_text",
    "parse_endpoint",
    "parse_moment",
    "protocol_keyword",
    "rfc3339",
    "year_window",
]
