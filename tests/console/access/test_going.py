"""Going: to a path of the hub, with a word that says what was done."""

from noroshi.console.access.going import DONE, Said, go, said_of


def test_the_word_stands_in_the_address():
    assert go("/account", done="password").headers["Location"] == "/account?done=password"
    assert go("/log-in", error="sign-on").headers["Location"] == "/log-in?error=sign-on"
    assert go("/users").headers["Location"] == "/users"


def test_only_known_words_say_anything():
    assert said_of("password").told == DONE["password"]
    assert said_of("<script>") == Said()
    assert Said(wrong=DONE["out"]).status == 400
