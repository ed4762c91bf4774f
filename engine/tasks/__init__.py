"""What networks are trained on: one file per task.

`reviews_en`, `reviews_zh`   single sentences of reviews; is the reviewer pleased?
`memory_en`                  the same opinions with neutral sentences around them: hold the judgement
`table`                      all tasks by name
`task`                       what every task is
`corpus`                     sentences, duplicates, and the split that keeps a review on one side
`packages`                   where the texts come from: two source archives, checked by their hash

The texts themselves never ship with the program.
"""
