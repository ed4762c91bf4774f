"""One step of learning on one weight: the `rule`, its `places` and `words`."""
