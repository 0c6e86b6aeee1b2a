"""Jobs: the only place that knows every room; each job is safe to run twice."""
