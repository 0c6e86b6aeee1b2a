"""Written: an allow-list as the TOML text that people edit."""

import json
import re

from noroshi.c2.judge.allow.allow_list import AllowList

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def written(allow_list: AllowList) -> str:
    """The list as TOML; reading it gives the same list."""
    head = {
        "name": allow_list.name,
        "class": allow_list.category.value,
        "version": allow_list.version,
        "source": allow_list.source,
        "licence": allow_list.licence,
    }
    lines = [f"{key} = {_text(value)}" for key, value in head.items()]
    entries = [f"  {_text(str(entry))}," for entry in allow_list.entries]
    return "\n".join([*lines, "entries = [", *entries, "]", ""])


def _text(value: str) -> str:
    """A basic string; without control characters JSON's and TOML's are the same."""
    return json.dumps(_CONTROL.sub(" ", value), ensure_ascii=False)
