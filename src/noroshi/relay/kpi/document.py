"""Document: the review sheets as PDF."""

from typing import TYPE_CHECKING

from noroshi.spine.model import ConfigError

if TYPE_CHECKING:
    from weasyprint import Document  # type: ignore[import-untyped]


def as_pdf(html: str) -> bytes:
    """A PDF of a page; nothing is fetched while it is made.

    Raises:
        ConfigError: The system lacks the libraries that draw text.
    """
    return bytes(lay_out(html).write_pdf())


def lay_out(html: str) -> "Document":
    """The pages, before they are written.

    Raises:
        ConfigError: The system lacks the libraries that draw text.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415  # heavy: loads Pango
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415  # as above
    except OSError as error:
        raise ConfigError(
            "PDF needs Pango; install Debian's libpango-1.0-0 and libpangoft2-1.0-0, or print the HTML"
        ) from error
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).render()
