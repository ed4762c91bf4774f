"""Measuring the window: the first frame and every later one, against plain Qt and pyqtgraph.

- `bench`: all measurements, the engine's too; `table`: how they are told
- `frame`: one step until it is painted, against `plain_plots`; `startup`: watches the window start
- `opening`: a very long text opens, and pages are turned there
- `bare_window`: the least that a window with a plot needs, to compare with
"""
