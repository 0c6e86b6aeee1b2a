"""Masked: a visit without the parts that name a victim, before it is stored.

The address asked for is masked before the visit already. What a site adds by itself, as a shortener
does that leads on to `?email=…`, is masked here: in addresses, and wherever the page repeats it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from noroshi.sites.sense import mask_victim
from noroshi.sites.sense.mask import MASK
from noroshi.sites.visit.visit import Visit

SHORTEST = 6
"""Characters; a shorter value stands in a page by chance."""
_PIECES = re.compile(r"[/?#&;=]")


def masked(visit: Visit) -> Visit:
    """The visit with what names a person replaced by `-masked-`; masking twice changes nothing.

    Pictures are left as they are, as a value cannot be found in them: where the text shows one,
    the screenshot is dropped.
    """
    values = personal_values(visit)
    hide = _hider(values)
    shows = values and hide(visit.text) != visit.text
    return replace(
        visit,
        url=mask_victim(visit.url),
        chain=tuple(replace(hop, url=mask_victim(hop.url)) for hop in visit.chain),
        final_url=mask_victim(visit.final_url),
        title=hide(visit.title),
        html=hide(visit.html),
        text=hide(visit.text),
        fields=tuple(
            replace(one, label=hide(one.label), action=mask_victim(one.action))
            for one in visit.fields
        ),
        links=tuple(mask_victim(link) for link in visit.links),
        exchanges=tuple(
            replace(
                one,
                url=mask_victim(one.url),
                headers=tuple((name, hide(value)) for name, value in one.headers),
            )
            for one in visit.exchanges
        ),
        downloads=tuple(
            replace(one, url=mask_victim(one.url), name=hide(one.name)) for one in visit.downloads
        ),
        screenshot=b"" if shows else visit.screenshot,
        dialogs=tuple(map(hide, visit.dialogs)),
    )


def personal_values(visit: Visit) -> frozenset[str]:
    """What the addresses of the documents say of a person, as written and decoded."""
    found: set[str] = set()
    for url in (visit.final_url, *(hop.url for hop in visit.chain)):
        before, after = _PIECES.split(url), _PIECES.split(mask_victim(url))
        if len(before) == len(after):
            found.update(old for old, new in zip(before, after, strict=True) if new == MASK)
    return frozenset(
        spelled
        for value in found
        for spelled in (value, unquote(value))
        if len(spelled) >= SHORTEST and spelled != MASK
    )


def _hider(values: frozenset[str]) -> Callable[[str], str]:
    if not values:
        return lambda text: text
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(MASK, text)
