"""Serving: the hub's application behind granian, as the settings say."""

from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.mp import MPServer
from granian.server.mt import MTServer

from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

APP = "noroshi.console.service:whole"
"""Makes the application in each worker process."""
END_S = 10
"""Seconds that a worker may take to answer what it began."""


def server_of(home: Home) -> MPServer | MTServer:
    """A server that is ready to start.

    Raises:
        ConfigError: A file of `[hub]` is missing, or shows the key to others.
    """
    hub = home.settings.hub
    host, _, port = hub.listen.rpartition(":")
    certificate = _file(home, "tls_certificate", hub.tls_certificate)
    key = _file(home, "tls_key", hub.tls_key)
    authority = _file(home, "tls_client_ca", hub.tls_client_ca)
    if (certificate is None) != (key is None) or (authority and certificate is None):
        raise ConfigError("[hub] tls_certificate and tls_key belong together; tls_client_ca needs both")  # fmt: skip
    if key is not None and key.stat().st_mode & 0o077:
        raise ConfigError(f"{key} may be read by others; run: chmod 600 {key}")
    return Granian(
        APP,
        factory=True,
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.ASGI,
        workers=hub.workers,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=END_S,
        log_level=LogLevels.warning,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_ca=authority,
        ssl_client_verify=authority is not None,
        ssl_protocol_min=SSLProtocols.tls12,
    )


def _file(home: Home, setting: str, told: str) -> Path | None:
    if not told:
        return None
    file = home.path / told
    if not file.is_file():
        raise ConfigError(f"{file} is missing; see [hub] {setting}")
    return file
