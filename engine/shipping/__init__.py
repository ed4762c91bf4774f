"""What ships is made here, anew after new models.

- `record_stories`: the records with which the window opens
- `record_retention`: what each network remembers, onto its card
"""
