"""What ships is made here, anew after new models.

- `record_stories`: the records with which the window opens
- `record_measures`: what each network remembers and how large its states get, onto its card
"""
