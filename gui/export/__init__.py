"""Pictures of panels, as files.

- `render`: one panel onto one paper; `picture`: what a picture is: format, width, theme
- `headless`: from the command line, without a window
"""
