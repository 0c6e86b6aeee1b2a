"""Routes, names and mail: assessed, simulated, configured."""
