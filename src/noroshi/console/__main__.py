"""The process that answers requests: `python -m noroshi.console`, started by `noroshi up`."""

import os
import sys
from pathlib import Path

from noroshi.console.service import HOME_VARIABLE
from noroshi.console.serving import server_of
from noroshi.spine.home import Home, start_logs
from noroshi.spine.model import NoroshiError


def main() -> int:
    """Serve until SIGTERM; gives the exit code."""
    start_logs(verbose=False, as_json=False)
    try:
        server_of(Home(Path(os.environ[HOME_VARIABLE]))).serve()
    except NoroshiError as error:
        sys.stderr.write(f"noroshi: {error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
