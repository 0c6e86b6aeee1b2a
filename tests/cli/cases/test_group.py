"""`noroshi cases`: its commands, as a person sees them."""


def test_help_lists_what_can_be_done(noroshi):
    shown = noroshi("cases", "--help").stdout
    for name in ("open", "list", "show", "comment", "assign", "due", "close", "reopen"):
        assert f"\n  {name} " in shown
