from noroshi.iot.match.answer import Match, MatchResult, Reason, match_of


def test_only_one_who_held_it_at_the_moment_is_named():
    assert match_of("line-1", several=False) == Match(
        result=MatchResult.MATCHED, subscriber="line-1", reason=None
    )


def test_nobody_is_named_otherwise_and_the_reason_is_told():
    reasons = [match_of(None, several=several).reason for several in (False, True)]
    assert reasons == [Reason.EDGE, Reason.SEVERAL]
    assert match_of(None, several=False).result is MatchResult.AMBIGUOUS
