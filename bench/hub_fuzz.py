"""Does any request that the API's own description allows, or forbids, make the hub fail?

Run: python -m bench.hub_fuzz [CASES]. Schemathesis makes requests from the OpenAPI description of a
filled hub, valid ones and broken ones, and each is sent with a token of every role.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.schemas import BaseSchema

from bench.machine import RESULTS, machine, write_result
from noroshi.console.hub import Hub
from noroshi.console.whole import whole_app
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store
from noroshi.spine.store.tokens import Tokens
from noroshi.testing.hubs import fill_hub, hub_now
from noroshi.testing.members import make_account

CASES = 100_000
AT_ONCE = 200
"""Cases of one operation between two seeds."""

DESCRIPTION = "/api/v1/openapi.json"


def main(cases: int = CASES, results: Path = RESULTS) -> None:
    """Ask so often in all; ends with 1 where the hub failed."""
    began = perf_counter()
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name)).create()
        home.settings_file.write_text("[share]\nmade_data = true\n")
        with Store.open(home.state) as store:
            fill_hub(store)
            hub = Hub(home=home, store=store, clock=hub_now)
            schema = schemathesis.openapi.from_asgi(DESCRIPTION, whole_app(hub))
            statuses, failed = fuzz(schema, tokens(store), cases)
            hub.close()
    total = sum(statuses.values())
    write_result(
        "hub_fuzz",
        {
            "question": (__doc__ or "").splitlines()[0],
            **machine(),
            "cases": total,
            "roles": [role.value for role in Role],
            "answers_of_5xx": len(failed),
            "first_failures": failed[:20],
            "statuses": {str(status): number for status, number in sorted(statuses.items())},
            "wall_s": round(perf_counter() - began),
        },
        results,
    )
    if failed:
        raise SystemExit(1)


def tokens(store: Store) -> dict[Role, str]:
    """A token of each role; its operator is one that reads two lists."""
    at = hub_now()
    return {
        role: Tokens(store.database).issue(
            make_account(role, "gamma"), label="bench", rights=RIGHTS[role], at=at,
            expires_at=at + timedelta(days=1),
        )[0]
        for role in Role
    }  # fmt: skip


def fuzz(
    schema: BaseSchema, secrets: dict[Role, str], cases: int
) -> tuple[Counter[int], list[str]]:
    """Answers by status, and the requests at which the hub failed."""
    statuses: Counter[int] = Counter()
    failed: list[str] = []
    rounds = _rounds(schema, list(secrets.items()))
    while sum(statuses.values()) < cases:
        operation, role, secret, number = next(rounds)
        most = min(AT_ONCE, cases - sum(statuses.values()))
        _ask(operation, f"{role.value} {secret}", most, number, statuses, failed)
    return statuses, failed


def _rounds(
    schema: BaseSchema, secrets: Sequence[tuple[Role, str]]
) -> Iterator[tuple[schemathesis.schemas.APIOperation, Role, str, int]]:
    """Every operation as every role, again and again, each time from another seed."""
    number = 0
    while True:
        for found in schema.get_all_operations():
            for role, secret in secrets:
                yield found.ok(), role, secret, number
                number += 1


def _ask(  # one turn of a loop
    operation: schemathesis.schemas.APIOperation,
    who: str,
    most: int,
    number: int,
    statuses: Counter[int],
    failed: list[str],
) -> None:
    role, _, secret = who.partition(" ")

    @seed(number)
    @given(operation.as_strategy())
    @settings(
        max_examples=most, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def call(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            failed.append(f"{role}: {answer.status_code} {case.as_curl_command()[:500]}")

    call()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
