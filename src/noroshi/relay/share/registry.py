"""Registry: every format that `share export` knows, in one place."""

from noroshi.relay.share.lines import as_jsonl
from noroshi.relay.share.renderer import Renderer
from noroshi.relay.share.stix import STIX_KINDS, as_stix
from noroshi.relay.share.table import as_csv
from noroshi.spine.model import SubjectKind

RENDERERS: dict[str, Renderer] = {
    renderer.name: renderer
    for renderer in (
        Renderer(
            name="csv",
            media_type="text/csv; charset=utf-8",
            suffix=".csv",
            kinds=frozenset(SubjectKind),
            render=as_csv,
        ),
        Renderer(
            name="jsonl",
            media_type="application/jsonl",
            suffix=".jsonl",
            kinds=frozenset(SubjectKind),
            render=as_jsonl,
        ),
        Renderer(
            name="stix",
            media_type="application/stix+json;version=2.1",
            suffix=".stix.json",
            kinds=STIX_KINDS,
            render=as_stix,
        ),
    )
}
"""Formats by the name that `--format` takes."""
