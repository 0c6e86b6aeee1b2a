"""Explaining: portraits of servers, drawn from the flows they were judged on."""

from collections.abc import Sequence

import numpy as np

from noroshi.c2.analyse import Columns, Flags, Floats
from noroshi.c2.analyse.closeup import background_gaps, contacts_of
from noroshi.c2.judge import Judgement, Reasons, ServerDetector, term_title
from noroshi.c2.judge.symptoms import SYMPTOMS
from noroshi.c2.judge.terms import TERMS
from noroshi.jobs.c2.analysing import detector_of
from noroshi.jobs.flows.opening import Opened, open_flows
from noroshi.relay.decide import title_of
from noroshi.relay.explain import ClientRow, Comparison, Contacts, Histogram, Portrait
from noroshi.spine.engine import Engine, Progress
from noroshi.spine.home import Home
from noroshi.spine.model import Finding, Text, address_halves, parse_endpoint
from noroshi.spine.model.protocol import NUMBERS

EDGES_S = tuple(float(edge) for edge in np.geomspace(0.5, 86400.0, 37))
"""Edges of the interval histogram: three bins a doubling and a half, half a second to a day."""

QUANTILES = (5, 25, 50, 75, 95, 99)


def explain(home: Home, address: str, progress: Progress | None = None) -> list[Portrait]:
    """Portraits of an address or endpoint, one per port that was scored; empty when unknown.

    Raises:
        ConfigError: There are no flows.
    """
    detector, _ = detector_of(home)
    with open_flows(home, progress=progress) as opened:
        judgement = detector.judge(opened.engine, opened.window)
        findings = detector.findings(judgement, _about(judgement, address))
        return portraits(opened, judgement, findings, detector)


def sketch(finding: Finding) -> Portrait:
    """A portrait from the finding alone: its reasons, without contacts. Reads no flows."""
    codes = [evidence.code for evidence in finding.evidence]
    titles = {code: title_of(code) or term_title(code) for code in codes}
    return Portrait(
        finding=finding,
        contacts=Contacts.none(),
        clients=(),
        intervals=Histogram(),
        background=(),
        window=finding.window,
        names={code: title for code, title in titles.items() if title.en != code},
    )


def portraits(
    opened: Opened, judgement: Judgement, findings: Sequence[Finding], detector: ServerDetector
) -> list[Portrait]:
    """Portraits of findings of one judgement, while its tables are still in the engine."""
    if not findings:
        return []
    reasons = Reasons(judgement)
    background = _background_histogram(opened.engine)
    titles = {code: term_title(code) for code in {e.code for f in findings for e in f.evidence}}
    symptoms = _symptoms(judgement.facts.analysis.clients)
    drawn = []
    for finding in findings:
        clients, contacts = _contacts(opened.engine, finding)
        rows = enumerate(clients)
        gaps = _histogram(_gaps(contacts))
        drawn.append(
            Portrait(
                finding=finding,
                contacts=contacts,
                clients=tuple(_client(n, row, contacts, symptoms) for n, row in rows),
                intervals=Histogram(edges_s=EDGES_S, server=gaps, background=background),
                background=_comparisons(finding, reasons),
                window=finding.window,
                names=titles,
                prior_log_odds=detector.parameters.weights.bias,
            )
        )
    return drawn


def _contacts(engine: Engine, finding: Finding) -> tuple[list[int], Contacts]:
    """Rows of the clients, busiest first, and every contact with its client's place among them."""
    table = Columns.of(contacts_of(engine, finding.subject.as_endpoint()))
    clients, index = np.unique(table.ints("client"), return_inverse=True)
    order = np.argsort(-np.bincount(index, minlength=len(clients)), kind="stable")
    place = np.argsort(order, kind="stable").astype(np.int64)
    contacts = Contacts(
        client_index=place[index],
        start_ms=table.ints("start_ms"),
        duration_s=table["duration_s"],
        octets_up=table["up_octets"],
        octets_down=table["down_octets"],
        answered=table.flags("answered"),
    )
    return [int(row) for row in clients[order]], contacts


def _client(
    number: int, row: int, contacts: Contacts, symptoms: Sequence[tuple[Text, Floats]]
) -> ClientRow:
    mine = contacts.client_index == number
    starts = contacts.start_ms[mine]
    return ClientRow(
        label=f"client {number + 1}",
        contacts=int(mine.sum()),
        first_ms=int(starts.min()),
        last_ms=int(starts.max()),
        octets=float(contacts.octets_up[mine].sum() + contacts.octets_down[mine].sum()),
        symptoms=tuple(text for text, log_odds in symptoms if log_odds[row] > 0),
    )


def _symptoms(clients: Columns) -> list[tuple[Text, Floats]]:
    return [(s.text, s.log_odds(s.measure(clients))) for s in SYMPTOMS]


def _gaps(contacts: Contacts) -> Floats:
    """Gaps in seconds between contacts of the same client, half a second and longer."""
    order = np.lexsort((contacts.start_ms, contacts.client_index))
    client, start = contacts.client_index[order], contacts.start_ms[order]
    gaps = np.diff(start)[np.diff(client) == 0] / 1000.0
    kept: Floats = gaps[gaps >= EDGES_S[0]]
    return kept


def _histogram(gaps: Floats, weights: Floats | None = None) -> tuple[float, ...]:
    counts, _ = np.histogram(gaps, bins=np.array(EDGES_S), weights=weights)
    return tuple(float(count) for count in counts)


def _background_histogram(engine: Engine) -> tuple[float, ...]:
    columns = Columns.of(background_gaps(engine))
    return _histogram(columns["gap_s"], columns["gaps"])


def _comparisons(finding: Finding, reasons: Reasons) -> tuple[Comparison, ...]:
    """One comparison for each told term that has a background."""
    scored = reasons.judgement.facts.scored
    rows = []
    by_code = {term.code: index for index, term in enumerate(TERMS)}
    for evidence in finding.evidence:
        index = by_code.get(evidence.code)
        if index is None or evidence.baseline is None:
            continue
        values = reasons.measures[index][scored]
        low, first, middle, third, high, top = (float(q) for q in np.percentile(values, QUANTILES))
        rows.append(
            Comparison(
                code=evidence.code,
                value=evidence.value,
                unit=evidence.unit,
                quantiles=(low, first, middle, third, high, top),
                percentile=float(100.0 * (values < evidence.value).mean()),
            )
        )
    return tuple(rows)


def _about(judgement: Judgement, address: str) -> Flags:
    """Which servers an address, or an endpoint in its text form, names."""
    servers = judgement.facts.analysis.servers
    endpoint = parse_endpoint(address) if "/" in address else None
    hi, lo = address_halves(endpoint.address if endpoint else address)
    about: Flags = (servers.ints("srv_hi") == hi) & (servers.ints("srv_lo") == lo)
    if endpoint is None:
        return about
    proto = NUMBERS.get(endpoint.protocol, -1)
    about &= (servers.ints("srv_port") == endpoint.port) & (servers.ints("proto") == proto)
    return about
