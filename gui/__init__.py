"""The window: shows records of runs and never computes one (no torch anywhere).

A scene (what is shown) and a moment (where the reader is) go into panels; pixels come out. The root holds
contracts and tables:

- `command_line`: every command of `main.py`
- `app` starts the window, `main_window` places and connects, `first_frame` says when it is there,
  `first_place` where it opens
- `display`: whether there is a screen at all; `leaving`: how signals end it
- `scene`: what was read; `view`: how it is looked at; `panel`: what a panel is; `zooming`: how it is zoomed
- `pages`: which panels stand where
- `actions`: every command; `settings`: every preference; `language`, `resources`, `version`

The rooms: `session` (one sitting), `commands` (what each command does), `panels` (each draws one picture),
`readings` (what several panels read out of a scene), `drawing` (puts things on paper, knows no scene),
`layout` (where panels stand), `export` (pictures to files), `controls`, `dialogs`, `bench`.
"""
