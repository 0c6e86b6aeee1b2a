"""Allow: servers with a known benign purpose, by class. A label and a reason against, never silence."""

from noroshi.c2.judge.allow.allow_list import AllowClass, AllowEntry, AllowList
from noroshi.c2.judge.allow.allow_lists import NO_CLASS, SHIPPED, AllowLists, read_allow_lists
from noroshi.c2.judge.allow.misp import import_misp
from noroshi.c2.judge.allow.written import written

__all__ = [
    "NO_CLASS",
    "SHIPPED",
    "AllowClass",
    "AllowEntry",
    "AllowList",
    "AllowLists",
    "import_misp",
    "read_allow_lists",
    "written",
]
