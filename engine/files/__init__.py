"""Records to and from disk.

- `whole_file`: a file is written wholly or not at all
- `archive`: arrays in an .npz, read without trust
- `records`, `gradient_records`: which record stands in which file, under which keys
"""
