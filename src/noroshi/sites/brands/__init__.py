"""Brands: who is imitated, what is theirs, and how their pages look."""

from noroshi.sites.brands.brand import Brand
from noroshi.sites.brands.brand_list import (
    BrandList,
    Mention,
    parse_brands,
    read_brands,
    shipped_brands,
)

__all__ = ["Brand", "BrandList", "Mention", "parse_brands", "read_brands", "shipped_brands"]
