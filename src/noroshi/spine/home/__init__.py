"""Home: one directory with the settings, state, lake and secrets of an installation."""

from importlib import import_module
from typing import TYPE_CHECKING

from noroshi.spine.home.heap import keep_freed_memory, return_freed_memory
from noroshi.spine.home.home import SECRET_BYTES, Home
from noroshi.spine.home.logs import start_logs
from noroshi.spine.home.secrets import read_or_make_key, read_secret
from noroshi.spine.home.whole import whole_file, write_whole

if TYPE_CHECKING:
    from noroshi.spine.home.flow_settings import PRIVATE_RANGES, DecoderPriority, Payload
    from noroshi.spine.home.hub_settings import HubSettings
    from noroshi.spine.home.settings import Settings, read_settings
    from noroshi.spine.home.share_settings import PeerKind, PeerSettings

# Building the models of all settings takes longer than many a command, so they come when asked for.
_WHEN_USED = {
    "PRIVATE_RANGES": "flow_settings",
    "DecoderPriority": "flow_settings",
    "Payload": "flow_settings",
    "HubSettings": "hub_settings",
    "Settings": "settings",
    "read_settings": "settings",
    "PeerKind": "share_settings",
    "PeerSettings": "share_settings",
}

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


def __getattr__(name: str) -> object:
    """A name of the settings, which are loaded now."""
    if name not in _WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHEN_USED[name]}"), name)
