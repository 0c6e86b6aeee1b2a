"""Words of the domain: columns, values, ids. Plain Python, no input or output."""

from noroshi.spine.model.access import RIGHTS, Account, Right, Role, Token
from noroshi.spine.model.address import address_halves, address_text, canonical_address
from noroshi.spine.model.auditor import Auditor, NullAuditor
from noroshi.spine.model.case import (
    Case,
    CaseEvent,
    CaseStanding,
    CaseVerb,
    Outcome,
    standing_after,
)
from noroshi.spine.model.collecting import CollectionRecord, InterfaceName
from noroshi.spine.model.column import Column, Element, Type
from noroshi.spine.model.contribution import Contribution, ContributionStanding
from noroshi.spine.model.counters import COUNTER_COLUMNS
from noroshi.spine.model.decision import Decision, Verdict
from noroshi.spine.model.domain import canonical_domain
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
from noroshi.spine.model.indicator import Indicator, Tlp, indicator_id
from noroshi.spine.model.label import C2_PREFIX, LABELS, is_c2, is_harmful, label_text
from noroshi.spine.model.measure import FigureEntry, Measure
from noroshi.spine.model.member import Action, MemberRole, Operator
from noroshi.spine.model.mention import mentioned_addresses, own_address, strange_addresses
from noroshi.spine.model.notification import (
    Channel,
    Delivery,
    MailTls,
    Notification,
    notification_id,
)
from noroshi.spine.model.observation import Observation
from noroshi.spine.model.outlet import Act, Outlet
from noroshi.spine.model.prefix import canonical_prefix
from noroshi.spine.model.protocol import protocol_keyword
from noroshi.spine.model.sighting import Sighting, SightingKind
from noroshi.spine.model.subject import (
    Endpoint,
    Subject,
    SubjectKind,
    parse_endpoint,
)
from noroshi.spine.model.text import Language, Text
from noroshi.spine.model.url import canonical_url
from noroshi.spine.model.webhook import Webhook
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
    "Act",
    "Action",
    "Auditor",
    "Cancelled",
    "Case",
    "CaseEvent",
    "CaseStanding",
    "CaseVerb",
    "Channel",
    "CollectionRecord",
    "Column",
    "ConfigError",
    "Contribution",
    "ContributionStanding",
    "Decision",
    "Delivery",
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
    "MailTls",
    "Measure",
    "MemberRole",
    "NoroshiError",
    "Notification",
    "NullAuditor",
    "Observation",
    "Operator",
    "Outcome",
    "Outlet",
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
    "Webhook",
    "Window",
    "address_halves",
    "address_text",
    "canonical_address",
    "canonical_domain",
    "canonical_prefix",
    "canonical_url",
    "fiscal_year",
    "indicator_id",
    "is_c2",
    "is_harmful",
    "label_text",
    "mentioned_addresses",
    "notification_id",
    "own_address",
    "parse_endpoint",
    "parse_moment",
    "protocol_keyword",
    "rfc3339",
    "standing_after",
    "strange_addresses",
    "year_window",
]
