"""The lists of the hub in force: when the next step is safe, and what resolvers say was met."""
