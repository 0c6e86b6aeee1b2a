"""Sense: VRPs and routes from the files of validators, routers and collectors."""
