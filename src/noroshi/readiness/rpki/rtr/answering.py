"""Answering: a cache's side of one session, octets in and octets out."""

from collections.abc import Iterator

from noroshi.readiness.rpki.rtr.history import History
from noroshi.readiness.rpki.rtr.pdu import (
    NEWEST,
    Code,
    Kind,
    Pdu,
    Splitter,
    Timing,
    end_of_data,
    error_report,
    head,
    with_serial,
)
from noroshi.spine.model import InputError


class Answering:
    """Answers one router. The first PDU settles the version (RFC 8210 section 7).

    Args:
        history: What is served; shared by all sessions.
        timing: What routers are told.

    Attributes:
        over: Whether the session is to be closed once everything is sent.
    """

    def __init__(self, history: History, timing: Timing) -> None:
        self.over = False
        self._history, self._timing = history, timing
        self._splitter = Splitter()
        self._version: int | None = None

    def heard(self, octets: bytes) -> Iterator[bytes]:
        """What to send for what has arrived, in chunks of whole PDUs."""
        try:
            pdus = self._splitter.feed(octets)
        except InputError as error:
            yield self._end(Code.CORRUPT_DATA, str(error))
            return
        for pdu in pdus:
            yield from self._answer(pdu)
            if self.over:
                return

    def news(self) -> bytes:
        """A notify of the newest serial; empty before the router has said its version."""
        if self._version is None or self._history.payloads is None:
            return b""
        return with_serial(
            self._version, Kind.SERIAL_NOTIFY, self._history.session, self._history.serial
        )

    def _answer(self, pdu: Pdu) -> Iterator[bytes]:
        if pdu.kind == Kind.ERROR_REPORT:
            self.over = True
            return
        if self._version is None and pdu.version <= NEWEST:
            self._version = pdu.version
        if self._version is None:
            yield self._end(Code.UNSUPPORTED_VERSION, f"version {NEWEST} is the newest here", pdu)
        elif pdu.version != self._version:
            yield self._end(Code.UNEXPECTED_VERSION, "the version changed", pdu)
        elif pdu.kind == Kind.RESET_QUERY:
            yield from self._whole(pdu)
        elif pdu.kind == Kind.SERIAL_QUERY:
            yield from self._changes(pdu)
        elif pdu.kind in tuple(Kind):
            yield self._end(Code.INVALID_REQUEST, "a router does not send this", pdu)
        else:
            yield self._end(Code.UNSUPPORTED_TYPE, "this type is unknown", pdu)

    def _whole(self, pdu: Pdu) -> Iterator[bytes]:
        history = self._history
        payloads, serial = history.payloads, history.serial  # a later set must not mix in
        if payloads is None:
            yield error_report(pdu.version, Code.NO_DATA_AVAILABLE, "no data yet", pdu.octets())
            return
        yield head(pdu.version, Kind.CACHE_RESPONSE, history.session, 0)
        yield from payloads.pdus(pdu.version)
        yield end_of_data(pdu.version, history.session, serial, self._timing)

    def _changes(self, pdu: Pdu) -> Iterator[bytes]:
        history, version = self._history, pdu.version
        delta = history.since(pdu.serial) if pdu.field == history.session else None
        if history.payloads is None:
            yield error_report(version, Code.NO_DATA_AVAILABLE, "no data yet", pdu.octets())
        elif delta is None:
            yield head(version, Kind.CACHE_RESET, 0, 0)
        else:
            yield head(version, Kind.CACHE_RESPONSE, history.session, 0)
            yield from delta.withdrawn.pdus(version, announced=False)
            yield from delta.announced.pdus(version)
            yield end_of_data(version, history.session, delta.serial, self._timing)

    def _end(self, code: Code, text: str, pdu: Pdu | None = None) -> bytes:
        self.over = True
        version = self._version if self._version is not None else min(NEWEST, 1)
        return error_report(version, code, text, pdu.octets() if pdu else b"")
