"""Stand: the devices of a world go into a file and come out of it the same."""

from datetime import UTC, datetime
from ipaddress import IPv4Network

import pytest

from noroshi.jobs.iot.lab.stand import crowd_of, read_stand, write_stand
from noroshi.lab.survey import Plan, make_world
from noroshi.lab.survey.device import Ports
from noroshi.spine.model import InputError

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    network = IPv4Network("198.18.0.0/23")
    return make_world(Plan(seed=1, network=network, devices=80, began=BEGAN, ports=Ports()))


def test_a_stand_comes_back_and_is_divided_by_address(world, tmp_path):
    file = tmp_path / "stand.jsonl"
    alive = write_stand(world, BEGAN, file)
    whole = list(read_stand(file, part=0, of=1))
    assert sorted({row.address for row in whole}) == alive
    assert [(row.address, row.device()) for row in whole] == list(world.standing_at(BEGAN))
    parts = [list(read_stand(file, part=part, of=3)) for part in range(3)]
    assert sorted(map(str, whole)) == sorted(str(row) for part in parts for row in part)
    assert not {row.address for row in parts[0]} & {row.address for row in parts[1]}


def test_one_port_of_an_address_is_served_once(world, tmp_path):
    file = tmp_path / "stand.jsonl"
    write_stand(world, BEGAN, file)
    services = list(crowd_of(read_stand(file, part=0, of=1), Ports()))
    assert len({(one.address, one.port, one.udp) for one in services}) == len(services) > 80


def test_another_file_is_refused(tmp_path):
    file = tmp_path / "stand.jsonl"
    file.write_text("{}\n")
    with pytest.raises(InputError, match="no stand"):
        list(read_stand(file, part=0, of=1))
