"""Page text: the parts of a visit that rules look at, under the names that IOK's rules use."""

import re
from dataclasses import dataclass

from noroshi.sites.analyse.document import document_of, host_of
from noroshi.sites.visit import Visit

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Fields by name; each holds one text or several."""

    fields: dict[str, tuple[str, ...]]


def page_text(visit: Visit) -> PageText:
    """What rules may ask of a visit: `html`, `dom`, `title`, `text`, `js`, `css`, `requests`, `hostname`, `url`."""
    html = visit.html[:1_500_000]
    return PageText(
        fields={
            "html": (html,),
            "dom": (html,),
            "title": (visit.title,),
            "text": (visit.text,),
            "js": (document_of(visit).script.text,),
            "css": tuple(_STYLE.findall(html)[:50]),
            "requests": tuple(one.url for one in visit.exchanges[:500]),
            "hostname": (host_of(visit.final_url),),
            "url": (visit.final_url, visit.url),
        }
    )
