"""Every panel once, by name: the window, the exports, the command line and the tests read this table."""

from gui.panel import Panel

PANELS: dict[str, type[Panel]] = {}
