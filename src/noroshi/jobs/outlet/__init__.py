"""What resolvers and routers of a network are told of its lists, step by step."""
