"""Analyse: what can be measured of a URL without visiting it."""

from noroshi.sites.analyse.parts import UrlParts, url_parts
from noroshi.sites.analyse.signs import signs_of

__all__ = ["UrlParts", "signs_of", "url_parts"]
