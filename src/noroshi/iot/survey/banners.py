"""Banners: one connection to each admitted target, and what the service says of itself."""

import asyncio
from collections.abc import Callable

import numpy as np

from noroshi.iot.sense import Transport
from noroshi.iot.sense.message import message_of
from noroshi.iot.survey.boundary import Admitted
from noroshi.iot.survey.dealer import Dealer
from noroshi.iot.survey.manners import is_whole_of, refused_options, without_options
from noroshi.iot.survey.results import ANSWERED, OPEN, Answer, now_s
from noroshi.iot.survey.targets import I64, Slot
from noroshi.spine.net.grab import Grabbed, Grabber, Patience, Question

MOST_OPEN = 500
MOST_STARTED = 64
POLL_S = 0.005
SECONDS_OF_FULL = 0.002


class Banners:
    """Connections of one stage.

    Args:
        slots: Slots of the scope.
        contact: Where holders learn why.
        source: The address that asks.
        message: Which message of a probe is said; 0, or 1 for the second one of the web.
        unix_s: The present, as answers are dated.
    """

    def __init__(
        self,
        slots: tuple[Slot, ...],
        contact: str,
        source: str,
        *,
        message: int = 0,
        unix_s: Callable[[], int] = now_s,
    ) -> None:
        self._slots, self._contact, self._source = slots, contact, source
        self._message, self._unix_s = message, unix_s
        self._admitted: list[tuple[int, int]] = []
        self.answers: list[Answer] = []
        self.closed = 0

    async def run(
        self, dealer: Dealer, look: Callable[[], None], patience: Patience | None = None
    ) -> None:
        """Ask all that the dealer deals; `answers` is filled, also when `look` raises."""
        loop = asyncio.get_running_loop()
        grabber = Grabber(loop, self._source, patience or Patience(), self._take)
        try:
            while not dealer.is_done():
                look()
                room = MOST_OPEN - len(grabber.open)
                wait_s = dealer.wait_s() if room > 0 else SECONDS_OF_FULL
                if wait_s > 0:
                    await asyncio.sleep(min(wait_s, POLL_S))
                    continue
                admitted, going = dealer.deal(min(room, MOST_STARTED))
                self._ask(grabber, admitted)
                dealer.note_sent(admitted, going)
                await asyncio.sleep(0)
        finally:
            await grabber.drained()
            await grabber.close()

    def _ask(self, grabber: Grabber, admitted: Admitted) -> None:
        both = zip(admitted.addresses.tolist(), admitted.slots.tolist(), strict=True)
        for host, (address, number) in zip(admitted.hosts(), both, strict=True):
            slot = self._slots[number]
            self._admitted.append((address, number))
            grabber.ask(
                Question(
                    number=len(self._admitted) - 1,
                    address=host,
                    port=slot.port,
                    says=message_of(
                        slot.probe, self._message, host=host, contact=self._contact
                    ),
                    tls=slot.probe.transport is Transport.TLS,
                    is_whole=is_whole_of(slot.probe.name),
                    replies=refused_options if slot.probe.name == "telnet" else None,
                )
            )  # fmt: skip

    def _take(self, grabbed: Grabbed) -> None:
        if not grabbed.opened:
            self.closed += 1
            return
        address, number = self._admitted[grabbed.question.number]
        slot = self._slots[number]
        octets = grabbed.octets
        if slot.probe.name == "telnet":
            octets = without_options(octets)
        said = bool(octets or grabbed.certificate)
        self.answers.append(
            Answer(
                address=address, slot=slot, message=self._message, at_s=self._unix_s(),
                state=ANSWERED if said else OPEN, octets=octets, certificate=grabbed.certificate,
            )
        )  # fmt: skip


def has_second(answer: Answer) -> bool:
    """Whether a second message of the web is worth a connection: the first was answered in HTTP."""
    return len(answer.slot.probe.sends) > 1 and answer.octets.startswith(b"HTTP/")


def as_targets(answers: list[Answer], slots: tuple[Slot, ...]) -> tuple[I64, I64]:
    """Address and slot number of answers."""
    numbers = {(slot.probe.name, slot.port): number for number, slot in enumerate(slots)}
    addresses = np.array([one.address for one in answers], np.int64)
    chosen = [numbers[one.slot.probe.name, one.slot.port] for one in answers]
    return addresses, np.array(chosen, np.int64)
