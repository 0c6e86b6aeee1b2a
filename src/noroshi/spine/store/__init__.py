"""State of an installation: findings, runs, decisions, imports."""
