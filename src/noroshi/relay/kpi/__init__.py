"""KPI: the programme's own figures, each with its query. Not built yet."""
