"""The programme's figures."""
