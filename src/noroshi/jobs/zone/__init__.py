"""What is known of the policy zone, for whoever feeds it and whoever watches it."""
