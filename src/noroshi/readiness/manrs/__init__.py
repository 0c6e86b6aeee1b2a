"""MANRS: does this network keep the actions for network operators, and what is the cheapest next step?"""
