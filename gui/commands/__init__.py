"""What each command does, by what it is about. None knows the window: each says what it should hear.

- `moving`: goes through the text, and from page to page
- `looking`: looks at the same scene in another way
- `asking`: asks the engine, or the reader, one thing more
- `networks`: chooses which networks are shown
- `changing`: takes changes back, and does them again
- `files`: pictures and records to files
- `opening`: the story reads itself, and hands over
- `help`: what can be done, what is seen, and what the program is
"""
