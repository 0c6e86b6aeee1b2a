"""Match: whose device was it? Asked at the operator, of its own session logs; never guessed."""

from noroshi.iot.match.answer import Match, MatchResult, Reason
from noroshi.iot.match.plan import match_sessions
from noroshi.iot.match.port_set import PortSet, parse_port_set
from noroshi.iot.match.session_file import SESSIONS, SessionFile

__all__ = [
    "SESSIONS",
    "Match",
    "MatchResult",
    "PortSet",
    "Reason",
    "SessionFile",
    "match_sessions",
    "parse_port_set",
]
