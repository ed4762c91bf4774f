"""How the networks that ship were trained, and how well they hold what they were trained for.

- `tasks`: what is read and what is asked
- `train`: one network from its first weights to its file; `learner`: the network meanwhile
- `exams`: what it is asked on texts that it has not seen
- `distances`: whether an opinion is still known so many neutral tokens later
"""
