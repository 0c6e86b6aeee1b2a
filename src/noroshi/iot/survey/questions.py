"""Questions: datagrams of the catalogue to admitted targets, and what comes back."""

import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from noroshi.iot.sense.message import message_of
from noroshi.iot.survey.boundary import Admitted
from noroshi.iot.survey.dealer import Dealer
from noroshi.iot.survey.results import ANSWERED, Answer, now_s
from noroshi.iot.survey.targets import Slot
from noroshi.spine.net.datagrams import DatagramAsker, Heard

LINGER_S = 1.0
POLL_S = 0.01
MOST_KEPT = 4096
"""Octets of an answer that are kept; its whole size counts for amplification."""
MOST_ANSWERS = 4
"""Datagrams kept of one target; a flood of more is cut."""

Asked = dict[tuple[str, int], tuple[int, list[Slot]]]
"""Number of an address and what it was asked, by its text and a port."""


def ask_by_datagram(  # noqa: PLR0913  # the means of one stage
    dealer: Dealer,
    asker: DatagramAsker,
    slots: tuple[Slot, ...],
    contact: str,
    look: Callable[[], None],
    answers: list[Answer],
    *,
    unix_s: Callable[[], int] = now_s,
) -> None:
    """Send all that the dealer deals; `answers` holds what came back, also when `look` raises."""
    asked: Asked = {}
    counts: dict[tuple[str, int], int] = {}
    try:
        while not dealer.is_done():
            look()
            if (wait_s := dealer.wait_s()) > 0:
                time.sleep(min(wait_s, POLL_S))
            else:
                admitted, going = dealer.deal()
                _send(admitted, asker, slots, contact, asked)
                dealer.note_sent(admitted, going)
            _keep(asker.receive(), asked, counts, answers, unix_s())
    finally:
        until = time.monotonic() + (LINGER_S if asked else 0)
        while time.monotonic() < until:
            time.sleep(POLL_S)
            _keep(asker.receive(), asked, counts, answers, unix_s())


def _send(
    admitted: Admitted,
    asker: DatagramAsker,
    slots: tuple[Slot, ...],
    contact: str,
    asked: Asked,
) -> None:
    both = zip(admitted.addresses.tolist(), admitted.slots.tolist(), strict=True)
    for host, (address, number) in zip(admitted.hosts(), both, strict=True):
        slot = slots[number]
        octets = message_of(slot.probe, slot.message, host=host, contact=contact)
        if asker.send(octets, host, slot.port):
            asked.setdefault((host, slot.port), (address, []))[1].append(slot)


def _keep(
    heard: list[Heard],
    asked: Mapping[tuple[str, int], tuple[int, list[Slot]]],
    counts: dict[tuple[str, int], int],
    answers: list[Answer],
    at_s: int,
) -> None:
    """Answers of those who were asked, from the port that was asked; everything else is left out."""
    for one in heard:
        place = (_host_of(one), one.port)
        address, slots = asked.get(place, (0, []))
        if not slots or counts.get(place, 0) >= MOST_ANSWERS:
            continue
        counts[place] = counts.get(place, 0) + 1
        slot = _slot_of(slots, one.octets)
        answers.append(
            Answer(
                address=address, slot=slot, message=slot.message, at_s=at_s, state=ANSWERED,
                octets=one.octets[:MOST_KEPT],
            )
        )  # fmt: skip


def _host_of(heard: Heard) -> str:
    """The sender as we write it: of IPv6, kernels and libraries know several spellings."""
    return str(ip_address(heard.address)) if ":" in heard.address else heard.address


def _slot_of(slots: list[Slot], octets: bytes) -> Slot:
    """Which message was answered: DNS repeats its first two octets, NTP its mode in three bits."""
    for slot in slots:
        sent = slot.probe.sends[slot.message]
        if slot.probe.name == "dns" and octets[:2] == sent[:2]:
            return slot
        if slot.probe.name == "ntp" and octets and (octets[0] & 7 == 6) == (sent[0] & 7 == 6):
            return slot
    return slots[0]
