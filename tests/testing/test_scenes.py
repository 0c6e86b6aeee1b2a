from noroshi.testing.scenes import botnet_scene


def test_the_same_seed_makes_the_same_scene():
    assert botnet_scene(seed=3).flows.equals(botnet_scene(seed=3).flows)
    assert not botnet_scene(seed=3).flows.equals(botnet_scene(seed=4).flows)


def test_a_scene_without_bots_has_nothing_to_find():
    scene = botnet_scene(bots=0)
    assert (scene.controllers, scene.bots) == (frozenset(), frozenset())
    assert 4444 not in scene.flows["destinationTransportPort"].to_pylist()


def test_bots_call_their_server_for_hours():
    scene = botnet_scene(subscribers=5, bots=2)
    assert scene.flows["destinationTransportPort"].to_pylist().count(4444) > 200
    assert scene.bots == {"100.64.0.1", "100.64.0.2"}
    assert scene.window.duration_s > 5 * 3600


def test_an_exporter_marks_nobody():
    scene = botnet_scene(subscribers=3, bots=0)
    assert set(scene.seen_outside["subscriberSide"].to_pylist()) == {0}
    assert scene.seen_outside.drop(["subscriberSide"]).equals(scene.flows.drop(["subscriberSide"]))
