"""A curve over the tokens as lines: a gap where there is no number, no more points than pixels can show."""

import math

import numpy as np
from PySide6.QtCore import QPointF

from engine.shapes import Float


def pieces(x: Float[np.ndarray, " n"], y: Float[np.ndarray, " n"], width_px: float) -> list[list[QPointF]]:
    """The lines of which a curve consists.

    Where there are more points than pixels, the highest and the lowest of each pixel are kept, so that no
    peak is lost; the last point always stays.
    """
    each = math.ceil(len(x) / max(width_px, 1.0))
    if each > 2:
        whole = (len(x) - 1) // each * each
        blocks = y[:whole].reshape(-1, each)
        ends = np.stack([blocks.min(axis=1), blocks.max(axis=1)], axis=1).ravel()
        x = np.concatenate([np.repeat(x[:whole:each], 2), x[whole:]])
        y = np.concatenate([ends, y[whole:]])
    points = np.stack([x, y], axis=1)
    parts = np.split(points, np.flatnonzero(~np.isfinite(y)))
    finite = (part[np.isfinite(part[:, 1])].tolist() for part in parts)
    return [[QPointF(across, down) for across, down in part] for part in finite if part]
