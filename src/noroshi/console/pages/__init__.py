"""Pages: the hub for people, in Japanese and English; without script for reading."""

from noroshi.console.pages.choosing import choose_language
from noroshi.console.pages.static import serve_static

ROUTES = [serve_static, choose_language]
"""Every route of the pages."""

__all__ = ["ROUTES", "choose_language", "serve_static"]
