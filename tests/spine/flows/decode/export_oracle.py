"""A slow reader of v5, v9 and IPFIX, one record at a time, straight from the RFCs: the oracle.

It works as a collector does that holds data until its template comes: a set takes the last definition
before it, or where there is none, the first after it.
"""

LENGTHS = {5: 24, 9: 20, 10: 16}
V5 = [4, 4, 4, 2, 2, 4, 4, 4, 4, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 2]


def u16(data, at):
    return int.from_bytes(data[at : at + 2])


def records(payloads):
    """Records of one sender's datagrams: (datagram, is options, octets of each field)."""
    sets = [(n, *s) for n, payload in enumerate(payloads) for s in sets_of(payload)]
    known = {}
    for place, (_, version, domain, number, body) in enumerate(sets):
        if number < 256 and version:
            for at, id_, layout in definitions(version, number, body):
                known.setdefault((domain, id_), []).append(((place, at), layout))
    for place, (n, version, domain, number, body) in enumerate(sets):
        if not version:
            yield from ((n, False, record) for record in read(body, (V5, False)))
        elif number >= 256 and (domain, number) in known:
            lines = known[domain, number]
            before = [layout for at, layout in lines if at < (place, 0)]
            layout = before[-1] if before else lines[0][1]
            yield from ((n, layout[1], record) for record in read(body, layout))


def sets_of(payload):
    version = u16(payload, 0) if len(payload) >= 2 else 0
    if version not in LENGTHS or len(payload) < LENGTHS[version]:
        return
    if version == 5:
        count = u16(payload, 2)
        # The first four octets of sFlow are 5 too.
        if payload[:4] != b"\0\0\0\5" and 1 <= count <= 30 and 24 + 48 * count <= len(payload):
            yield 0, 0, 0, payload[24 : 24 + 48 * count]
        return
    domain = int.from_bytes(payload[16:20] if version == 9 else payload[12:16])
    at = LENGTHS[version]
    while at + 4 <= len(payload):
        number, length = u16(payload, at), u16(payload, at + 2)
        if length < 4 or at + length > len(payload):
            return
        first = 2 if version == 10 else 0
        if number >= 256 or number in (first, first + 1):
            yield version, domain, number, payload[at + 4 : at + length]
        at += length


def definitions(version, number, body):
    """Place, id and layout of every definition in one template set."""
    at = 0
    while at + 4 <= len(body):
        start, id_, count = at, u16(body, at), u16(body, at + 2)
        if version == 10 and count == 0 and (id_ >= 256 or id_ == number):
            at += 4
            continue
        if id_ < 256:
            return
        defined = v9_options(body, at) if number == 1 else plain(body, at, version, number)
        if defined is None:
            return
        widths, at = defined
        if 0 < shortest(widths) <= 65_535:
            yield start, id_, (widths, number in (1, 3))


def plain(body, at, version, number):
    begin = at + (6 if number == 3 else 4)
    return None if begin > len(body) else fields(body, begin, u16(body, at + 2), version)


def v9_options(body, at):
    if at + 6 > len(body):
        return None
    scope, rest = u16(body, at + 2), u16(body, at + 4)
    first = fields(body, at + 6, scope // 4, 9)
    second = fields(body, at + 6 + scope, rest // 4, 9)
    return None if first is None or second is None else (first[0] + second[0], second[1])


def fields(body, at, count, version):
    widths = []
    if count > 512:
        return None
    for _ in range(count):
        if at + 4 > len(body):
            return None
        widths.append(u16(body, at + 2))
        at += 8 if version == 10 and body[at] & 0x80 else 4
        if at > len(body):
            return None
    return widths, at


def shortest(widths):
    return sum(1 if width == 65_535 else width for width in widths)


def read(body, layout):
    widths, _ = layout
    least = shortest(widths)
    at = 0
    while at + least <= len(body):
        record = []
        for width in widths:
            if width == 65_535:
                width = body[at] if at < len(body) else 0  # noqa: PLW2901  # told in the record
                at += 1
                if width == 255:
                    width = u16(body, at)  # noqa: PLW2901  # as above
                    at += 2
            record.append(bytes(body[at : at + width]))
            at += width
        if at > len(body):
            return
        yield record
