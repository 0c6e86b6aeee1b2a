import httpx
import pytest

from noroshi.testing.installation import running_hub


def test_the_first_link_opens_the_hub_and_the_process_ends_with_the_block(tmp_path):
    with running_hub(tmp_path / "home") as (address, link):
        assert link.startswith("/welcome/")
        assert httpx.get(f"{address}{link}").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)
