"""The process that answers ends with the exit code of what is wrong."""

import os
import subprocess
import sys

from noroshi.spine.home import Home


def test_wrong_settings_end_it_with_2_in_one_line(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text('[hub]\ntls_key = "none"\n')
    done = subprocess.run(
        [sys.executable, "-m", "noroshi.console"],
        env=os.environ | {"NOROSHI_HOME": str(home.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "none is missing; see [hub] tls_key" in done.stderr
