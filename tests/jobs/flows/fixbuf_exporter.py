"""Exports flows over TCP with libfixbuf (Debian's libfixbuf9), the library of YAF and SiLK.

Run: python fixbuf_exporter.py PORT RECORDS. Record n tells of 100 + n octets. A program of its own, so
that the library's faults are not the tests'.
"""

import struct
import sys
from ctypes import (  # fmt: skip
    CDLL,
    POINTER,
    RTLD_GLOBAL,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_size_t,
    c_uint16,
    c_uint32,
    c_void_p,
    pointer,
)

TCP = 1
FIELDS = (("sourceIPv4Address", 4), ("destinationIPv4Address", 4), ("sourceTransportPort", 2),
          ("destinationTransportPort", 2), ("octetDeltaCount", 8), ("packetDeltaCount", 8),
          ("flowStartMilliseconds", 8), ("flowEndMilliseconds", 8))  # fmt: skip
RECORD = struct.Struct("=IIHHQQQQ")


class Place(Structure):
    _fields_ = [("transport", c_int), *((name, c_char_p) for name in ("host", "svc", "ca", "cert", "key", "password")), ("info", c_void_p), ("tls", c_void_p)]  # fmt: skip


class Field(Structure):
    _fields_ = [("name", c_char_p), ("length", c_uint16), ("flags", c_uint32)]


class Problem(Structure):
    _fields_ = [("domain", c_uint32), ("code", c_int), ("message", c_char_p)]


def load():
    CDLL("libglib-2.0.so.0", mode=RTLD_GLOBAL)
    return CDLL("libfixbuf.so.9")


def call(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype = result
    function.argtypes = [type(a) if not hasattr(a, "_obj") else c_void_p for a in arguments]
    return function(*arguments)


def checked(library, name, *arguments):
    problem = POINTER(Problem)()
    if not call(library, name, c_int, *arguments, byref(problem)):
        told = problem.contents.message if problem else b"?"
        sys.exit(f"{name}: {told!r}")


def main(port, count):
    library = load()
    model = c_void_p(call(library, "fbInfoModelAlloc", c_void_p))
    session = c_void_p(call(library, "fbSessionAlloc", c_void_p, model))
    layout = c_void_p(call(library, "fbTemplateAlloc", c_void_p, model))
    fields = (Field * (len(FIELDS) + 1))(*((n.encode(), size, 0) for n, size in FIELDS))
    checked(library, "fbTemplateAppendSpecArray", layout, fields, c_uint32(0))
    number = None
    for internal in (1, 0):
        problem = POINTER(Problem)()
        number = call(library, "fbSessionAddTemplate", c_uint16, session, c_int(internal), c_uint16(1000), layout, byref(problem))  # fmt: skip
        if number != 1000:
            sys.exit("fbSessionAddTemplate failed")
    place = Place(transport=TCP, host=b"127.0.0.1", svc=port.encode())
    exporter = c_void_p(call(library, "fbExporterAllocNet", c_void_p, pointer(place)))
    buffer = c_void_p(call(library, "fBufAllocForExport", c_void_p, session, exporter))
    checked(library, "fbSessionExportTemplates", session)
    checked(library, "fBufSetInternalTemplate", buffer, c_uint16(number))
    checked(library, "fBufSetExportTemplate", buffer, c_uint16(number))
    for n in range(count):
        record = RECORD.pack(0xC0000201, 0xC6336407, 1024 + n % 1000, 443, 100 + n, 1, 1_700_000_000_000, 1_700_000_000_500)  # fmt: skip
        checked(library, "fBufAppend", buffer, c_char_p(record), c_size_t(len(record)))
    checked(library, "fBufEmit", buffer)
    call(library, "fBufFree", None, buffer)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
