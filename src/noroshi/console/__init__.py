"""The web door: pages for people, an API for programs, TAXII for platforms."""
