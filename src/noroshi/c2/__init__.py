"""C&C servers: which servers in our flows command infected devices?"""
