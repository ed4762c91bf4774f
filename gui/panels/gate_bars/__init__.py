"""Gates as bars, one for each unit, that can be dragged.

`rows` says where they stand, `reading` what a gate is at one token; the `panel` paints and holds them.
"""
