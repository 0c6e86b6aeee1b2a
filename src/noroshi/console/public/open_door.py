"""Open door: whether the public pages are there at all."""

from litestar.exceptions import NotFoundException

from noroshi.console.hub import Hub


def refuse_closed(hub: Hub) -> None:
    """Let nobody in where the operator has not opened the public pages.

    Raises:
        NotFoundException: `[sites] public_form` is off.
    """
    if not hub.home.settings.sites.public_form:
        raise NotFoundException("this hub has no public report page")
