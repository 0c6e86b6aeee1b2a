"""Range: a made corner of the web, good and bad, that one server plays on loopback."""
