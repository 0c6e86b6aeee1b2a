"""nfdump: files of nfcapd, read through Debian's `nfdump`; 1.6 and 1.7 formats alike."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, distinct_words, typed
from noroshi.spine.flows.blocks import BLOCK
from noroshi.spine.flows.draft import MISSING, Draft, ends, settle
from noroshi.spine.flows.importers.delimited import Delimited
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, loose, numbers, texts
from noroshi.spine.flows.schema import ARROW
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.flows.tcp import letters
from noroshi.spine.model import FLOW, InputError, SourceError

MAGIC = (b"\x0c\xa5", b"\xa5\x0c")
"""First octets of both file versions, in either byte order."""

# Not %ter: nfdump 1.7.1 prints its fraction wrongly; the duration is right.
_COLUMNS = {
    "start": "%tsr", "duration": "%td", "source": "%sa", "destination": "%da", "sport": "%sp",
    "dport": "%dp", "protocol": "%pr", "flags": "%flg", "tos": "%tos", "packets": "%ipkt",
    "octets": "%ibyt", "back_packets": "%opkt", "back_octets": "%obyt", "in": "%in", "out": "%out",
    "sas": "%sas", "das": "%das", "router": "%ra",
}  # fmt: skip
_FORM = Delimited(names=list(_COLUMNS), used=list(_COLUMNS), separator="|")
_MORE = {
    "tos": "ipClassOfService",
    "in": "ingressInterface",
    "out": "egressInterface",
    "sas": "bgpSourceAsNumber",
    "das": "bgpDestinationAsNumber",
}


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of an nfcapd file.

    Raises:
        SourceError: `nfdump` is not installed, or fails at once.
        InputError: The file is not nfdump's.
    """
    with source.path.open("rb") as file:
        if file.read(2) not in MAGIC:
            raise InputError(f"{source.path.name} is no nfdump file: its first octets are others")
    program = shutil.which("nfdump")
    if program is None:
        raise SourceError(
            f"{source.path.name} needs the program nfdump; install it: apt-get install nfdump"
        )
    fields = "fmt:" + "|".join(_COLUMNS.values())
    command = [program, "-r", str(source.path.resolve()), "-q", "-N", "-6", "-o", fields]
    with tempfile.TemporaryFile() as complaints:
        # The command is fixed; the file is an absolute path, so it cannot be taken as an option.
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as running:  # noqa: S603
            assert running.stdout is not None
            try:
                for block in _lines(running.stdout):
                    draft = _draft(_FORM.table(block, tally))
                    tally.lines = None  # lines of nfdump's output are nobody's
                    tally.octets = _octets_read(running.pid, source.path) or tally.octets
                    yield settle(one_way(draft) if source.uniflow else draft, tally)
            finally:
                running.stdout.close()
        complaints.seek(0)
        _end(source, running.returncode, complaints.read(4096).decode("utf-8", "replace"), tally)


def _octets_read(pid: int, path: Path) -> int:
    """How far the program has come in the file; 0 where the system does not tell (not Linux)."""
    opened = Path(f"/proc/{pid}/fd")
    try:
        for descriptor in opened.iterdir():
            if descriptor.exists() and descriptor.samefile(path):
                told = (opened.parent / "fdinfo" / descriptor.name).read_text("ascii")
                return int(told.split("\n", 1)[0].split()[-1])
    except (OSError, ValueError):  # it just ended, or there is no /proc
        pass
    return 0


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(BLOCK):
        lines, mark, rest = (rest + block).rpartition(b"\n")
        lines = lines.replace(b"No matching flows", b"")
        if mark and lines.strip():
            yield lines + b"\n"


def _end(source: Source, code: int, complaints: str, tally: Tally) -> None:
    lowered = complaints.lower()
    broken = any(word in lowered for word in ("short read", "corrupt", "truncated", "eof"))
    if broken:
        tally.drop(Refusal.CUT_SHORT)
    elif code and not tally.read:
        raise SourceError(f"nfdump could not read {source.path.name}: {complaints.strip()[:200]}")


def _draft(batch: Batch) -> Draft:
    icmp_type, icmp_code = _dotted(loose(batch, "dport"))
    is_dotted = icmp_type >= 0
    back_octets = integers(loose(batch, "back_octets"))
    back_packets = integers(loose(batch, "back_packets"))
    # nfdump knows no nulls: a flow without an answer and a unidirectional record look alike.
    silent = (back_octets == 0) & (back_packets == 0)
    return Draft(
        start_s=numbers(loose(batch, "start")),
        duration_s=numbers(loose(batch, "duration")),
        **ends(texts(loose(batch, "source")), texts(loose(batch, "destination"))),
        protocol=protocol_numbers(loose(batch, "protocol")),
        source_port=np.where(is_dotted, icmp_type, integers(loose(batch, "sport"))),
        destination_port=np.where(is_dotted, icmp_code, integers(loose(batch, "dport"))),
        octets=integers(loose(batch, "octets")),
        packets=integers(loose(batch, "packets")),
        reverse_octets=np.where(silent, MISSING, back_octets),
        reverse_packets=np.where(silent, MISSING, back_packets),
        flags=_flags(loose(batch, "flags")),
        reverse_flags=np.full(batch.num_rows, MISSING, np.int64),
        more=_more(batch),
    )


def _more(batch: Batch) -> dict[str, Array]:
    more = {"exporter": texts(loose(batch, "router"))}
    for name, column in _MORE.items():
        value = integers(loose(batch, name))
        more[column] = typed(value, ARROW[FLOW[column].type], value >= 0)
    return more


def _dotted(column: Array) -> tuple[I64, I64]:
    """ICMP type and code of `3.1`, which stand where the destination port would be."""
    values, places = distinct_words(texts(column))
    table = np.array([_pair(text) for text in values], np.int64)
    return table[places, 0], table[places, 1]


def _pair(text: str) -> tuple[int, int]:
    type_, mark, code = text.partition(".")
    if mark and type_.isdecimal() and code.isdecimal() and len(text) <= 7:
        return int(type_), int(code)
    return MISSING, MISSING


def _flags(column: Array) -> I64:
    values, places = distinct_words(texts(column))
    return np.array([letters(text.replace(".", "")) for text in values], np.int64)[places]
