"""What each command does, by what it is about.

- `looking`: moves, looks and asks
- `networks`: chooses which networks are shown
- `files`: pictures and records to files
"""
