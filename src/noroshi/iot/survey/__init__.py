"""Survey: asks the probes of a signed scope, through one boundary, and keeps a book of it.

boundary    what every probe passes          permission   what proves that a scope holds
order       who is asked when, inverted      plan         a round cut into chunks and shards
dealer      the pace                         attention    stop, opt-outs, the clock
sweep, questions, banners                    the three ways to ask
book, asked                                  what was asked, and when
results     what answered                    runner       all of it, chunk by chunk
"""
