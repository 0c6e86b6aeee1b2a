"""How many sFlow v5 samples a second does one core decode, and how many reach Parquet?

Run: python -m bench.sflow_decode [SAMPLES]. Prints one JSON object; nothing is written elsewhere.
"""

import json
import platform
import sys

import numpy as np

from bench.exports import batches, capture
from bench.flow_decode import decode, measure, to_parquet
from noroshi.lab.load import Kind


def main(samples: int = 500_000) -> None:
    made = list(batches(capture((Kind.SFLOW,), samples)))
    result = {
        "question": __doc__.splitlines()[0] if __doc__ else "",
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "samples": samples,
        "decode": measure(decode, made),
        "datagrams_to_parquet": measure(to_parquet, made),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
