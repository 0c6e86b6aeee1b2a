"""Health: whether the hub lives, whether it can work, and its figures."""

import os

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from noroshi.console.hub import Hub
from noroshi.console.metrics import HubFigures, hub_metrics_text
from noroshi.console.permit import PUBLIC, permit
from noroshi.jobs.zone.status import zone_lag, zone_status
from noroshi.spine.model import NoroshiError, Right
from noroshi.spine.store.hub_counts import hub_counts

NO_STORE = {"Cache-Control": "no-store"}


@get("/healthz", opt=PUBLIC, sync_to_thread=False, media_type=MediaType.TEXT)
def healthz() -> Response[str]:
    """Whether the process answers."""
    return Response("ok\n", headers=NO_STORE)


@get("/readyz", opt=PUBLIC, sync_to_thread=True, media_type=MediaType.TEXT)
def readyz(hub: NamedDependency[Hub]) -> Response[str]:
    """Whether it can work; says which part cannot, and nothing more to strangers."""
    missing = [name for name, good in (("state", _state(hub)), ("audit", _audit(hub))) if not good]
    return Response(
        f"unwell: {', '.join(missing)}\n" if missing else "ready\n",
        status_code=HTTP_503_SERVICE_UNAVAILABLE if missing else HTTP_200_OK,
        headers=NO_STORE,
    )


@get("/metrics", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def metrics(hub: NamedDependency[Hub]) -> Response[str]:
    """Figures for Prometheus."""
    zone = zone_status(hub.home) if hub.home.settings.zone.name else None
    text = hub_metrics_text(
        HubFigures(
            counts=hub_counts(hub.store.database),
            zone=zone,
            lag=zone_lag(hub.home, hub.store, zone, hub.clock()) if zone else None,
        )
    )
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers=NO_STORE)


def _state(hub: Hub) -> bool:
    try:
        return hub.store.database.is_current()
    except NoroshiError:
        return False


def _audit(hub: Hub) -> bool:
    """Whether the audit can be written; without it nothing may be done."""
    file = hub.home.audit_file
    return os.access(file if file.exists() else file.parent, os.W_OK)


ROUTES = (healthz, readyz, metrics)
