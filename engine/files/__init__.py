"""Records to and from disk.

- `whole_file`: a file is written wholly or not at all
- `archive`: arrays in an .npz, read without trust
- `records`: which record stands in which file, under which keys
- `outputs`: what each command can write
- `given_file`: a file that somebody gives, looked at before it is opened
"""
