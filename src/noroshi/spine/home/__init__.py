"""Home: one directory with the settings, state, lake and secrets of an installation."""

from noroshi.spine.home.flow_settings import PRIVATE_RANGES, DecoderPriority, Payload
from noroshi.spine.home.heap import keep_freed_memory, return_freed_memory
from noroshi.spine.home.home import SECRET_BYTES, Home
from noroshi.spine.home.hub_settings import HubSettings
from noroshi.spine.home.logs import start_logs
from noroshi.spine.home.secrets import read_or_make_key, read_secret
from noroshi.spine.home.settings import Settings, read_settings
from noroshi.spine.home.share_settings import PeerKind, PeerSettings
from noroshi.spine.home.whole import whole_file, write_whole

__all__ = [
    "PRIVATE_RANGES",
    "SECRET_BYTES",
    "DecoderPriority",
    "Home",
    "HubSettings",
    "Payload",
    "PeerKind",
    "PeerSettings",
    "Settings",
    "keep_freed_memory",
    "read_or_make_key",
    "read_secret",
    "read_settings",
    "return_freed_memory",
    "start_logs",
    "whole_file",
    "write_whole",
]
