"""What networks are trained on: one file per task.

From the bottom up:

- `packages`: where the texts come from: two source archives, checked by their hash
- `corpus`: sentences, duplicates, and the split that keeps a review on one side
- `recipe`: every number of a training that is not learned
- `task`: what every task is
- `reviews_en`, `reviews_zh`: sentences of reviews; is the reviewer pleased?
- `memory_en`, `memory_zh`: the same with neutral sentences, or clauses, around them; hold the judgement
- `table`: all tasks by name
- `batches`: their passages as numbers

The texts themselves never ship with the program.
"""
