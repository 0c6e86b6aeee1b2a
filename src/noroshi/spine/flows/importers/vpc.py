"""VPC: flow logs of a cloud, whichever it is by the file's content: AWS, GCP or Azure."""

from collections.abc import Iterator

import pyarrow as pa

from noroshi.spine.flows.blocks import head
from noroshi.spine.flows.importers import aws, azure, gcp
from noroshi.spine.flows.importers.source import Reader, Source
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a flow log of any of the three clouds."""
    yield from _reader(source)(source, tally)


def _reader(source: Source) -> Reader:
    first = head(source.path)
    if first.startswith(b"PAR1") or aws.is_aws(first):
        return aws.read
    if azure.is_azure(first):
        return azure.read
    if gcp.is_gcp(first):
        return gcp.read
    raise InputError(
        f"{source.path.name} is no VPC flow log of AWS, GCP or Azure; "
        "AWS needs its line of field names unless it is in the default format"
    )
