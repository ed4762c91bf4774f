"""From which words the prediction, or a unit, is made.

`ledger` fetches the numbers, `places` and `words` put them on paper, as `strata` or as bars.
"""
