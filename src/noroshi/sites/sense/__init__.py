"""Sense: what people post and report, and the URLs in it."""

from noroshi.sites.sense.canonical import canonical_url
from noroshi.sites.sense.extract import extract_urls
from noroshi.sites.sense.mask import mask_victim
from noroshi.sites.sense.post import Post, read_post

__all__ = ["Post", "canonical_url", "extract_urls", "mask_victim", "read_post"]
