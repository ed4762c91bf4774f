"""Changing a network while it reads, to see what depends on what.

- `holds`: gates and states held at given values
"""
