"""IRC: one session for hours, and the next server when it is down."""

import numpy as np

from noroshi.lab.columns import FlowBatch


def test_irc_bots_keep_one_session_for_hours_and_move_when_the_server_is_down(
    world, infect, control_of
):
    infections = [infect("c2-irc", world, seed=seed, bots=30) for seed in range(4)]
    control = FlowBatch.concat([control_of(infection) for infection in infections])
    talks = control.shape.exchanges > 20
    assert np.median(control.shape.duration_ms[talks]) > 2 * 3_600_000
    assert max(len(infection.controllers) for infection in infections) == 2
