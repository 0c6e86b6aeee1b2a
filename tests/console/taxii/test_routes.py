"""Routes: all stand below one path, and each says who may use it."""

from noroshi.console.permit import PERMIT


def test_every_route_has_its_place_and_its_permit(client):
    handlers = [
        (one.path, handler)
        for one in client.app.routes
        for handler in one.route_handlers
        if set(handler.http_methods) != {"OPTIONS"}  # answered by the framework itself
    ]
    assert handlers
    for path, handler in handlers:
        assert path.startswith("/taxii2")
        assert PERMIT in handler.opt, path
