"""`noroshi notify`: its commands, as a person sees them."""


def test_help_lists_what_can_be_done(noroshi):
    shown = noroshi("notify", "--help").stdout
    for name in ("run", "status", "webhooks"):
        assert f"\n  {name} " in shown
