"""Runs recurrent networks and leaves records of everything they computed. No Qt anywhere.

The root holds contracts, tables and the door:

- `service`: the one door; `worker`: the child process behind it
- `questions`: every kind of record in one table; `cell`: what a cell is
- `messages`: every sentence that the engine says; `shapes`: shapes as types
- `progress`: how far a job is, and that it may be cancelled; `stories`: the texts that ship

The rooms, each using only those behind it in this list: `shipping`, `bench`, `training`, `analysis`
beside `interventions`, `backward`, `forward`, `models`, `data`, `cells`, `process`, `files`, `record` and
`backends`.

Records, requests, cells, tokenizer, networks, files and the step path import without torch.
"""
