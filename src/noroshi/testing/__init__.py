"""What users and our own tests check detectors with."""
