"""Guide: which items an operator should meet, how it stands, and the document that says so.

`catalogue` holds the items, `reading` takes figures from kept results, `state` judges items by them, `score`
sums up, `document` writes the paper and `progress` the quarterly lines.
"""
