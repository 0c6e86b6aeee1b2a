"""Rules: what users wrote down about kits themselves, in two formats of the field."""

from noroshi.sites.rules.page_text import PageText, page_text
from noroshi.sites.rules.sigma import SigmaRule, read_sigma
from noroshi.sites.rules.yara import YaraRules

__all__ = ["PageText", "SigmaRule", "YaraRules", "page_text", "read_sigma"]
