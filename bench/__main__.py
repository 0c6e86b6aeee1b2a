"""All benchmarks, one question each: python -m bench [NAME ...]; without names, every one."""

import subprocess
import sys

QUESTIONS = (
    "flow_decode",
    "flow_store",
    "collect",
    "query",
    "flood",
    "crash",
    "hub_crash",
    "importers",
    "raw_packets",
    "conformance",
    "lab",
    "share_formats",
    "c2_speed",
    "c2_peers",
    "sites_speed",
    "visits",
    "site_flow",
    "warning_lists",
    "hub_lists",
    "hub_load",
    "hub_memory",
    "hub_peer",
    "hub_fuzz",
    "publish",
    "rpz_publish",
    "rpki_validate",
    "rpki_simulate",
    "rpki_serve",
    "rpki_paths",
    "iot_tell",
    "iot_survey",
    "mail_intake",
    "dnssec_zone",
    "guideline",
)


def main(names: list[str]) -> int:
    """Run benchmarks one after the other; 2 when a name is unknown, else the worst exit code."""
    unknown = [name for name in names if name not in QUESTIONS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(QUESTIONS)}")
        return 2
    worst = 0
    for name in names or QUESTIONS:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.call([sys.executable, "-m", f"bench.{name}"]))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
