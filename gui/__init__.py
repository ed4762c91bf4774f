"""The window: shows records of runs and never computes one (no torch anywhere).

A scene (what is shown) and a moment (where the reader is) go into panels; pixels come out.
`app.py` starts it, `main_window.py` connects it, `panels/` draw, `controls/` change. What a panel needs
beyond its one file stands in the folder of its picture or page:
`diagram/`, `memory/`, `backward/`, `laboratory/`.
"""
