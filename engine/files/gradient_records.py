"""One file with everything that was asked about gradients: norms, and with them paths and Jacobians.

The keys of each record are its own, so one `.npz` holds them side by side and each is read alone.
"""

import re
from pathlib import Path

import numpy as np

from engine.files.archive import check_numbers, ending_of, read_npz, write_npz
from engine.messages import EngineError
from engine.record.gradient_flow import GradientFlow
from engine.record.gradient_paths import GradientPaths
from engine.record.jacobians import Jacobians
from engine.record.trace import Provenance

OF_PATHS = re.compile(r"grad_.*|norm_.*_via_.*")
OF_JACOBIANS = re.compile(r"(norm_jacobian|sigma|lyapunov|sigma_weight)_l\d+")


def save_gradients(
    path: Path | str,
    flow: GradientFlow,
    paths: GradientPaths | None = None,
    jacobians: Jacobians | None = None,
) -> None:
    """Writes records of one trace into one `.npz`.

    Raises:
        EngineError: The ending is unknown, the folder is missing, or the file cannot be written.
    """
    ending_of(path, (".npz",))
    arrays = {"rows": flow.rows, "provenance": np.array(flow.provenance.to_json()), **flow.arrays}
    if paths is not None:
        arrays |= {"at": np.array(paths.at), **paths.arrays}
    if jacobians is not None:
        arrays |= jacobians.arrays  # their rows are those of the norms
    write_npz(Path(path), arrays)


def load_paths(path: Path | str) -> GradientPaths:
    """Reads gradient paths from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no paths.
    """
    arrays = read_npz(Path(path), ("at", "provenance", "grad_h_l0"))
    at, provenance = arrays["at"], Provenance.from_json(str(arrays["provenance"]))
    if at.ndim != 0 or at.dtype.kind != "i":
        raise EngineError("record_damaged", part="at")
    own = {key: array for key, array in arrays.items() if OF_PATHS.fullmatch(key)}
    check_numbers({key: array for key, array in own.items() if key.startswith("grad_")})
    check_numbers({key: array for key, array in own.items() if key.startswith("norm_")}, axes=1)
    return GradientPaths(int(at), own, provenance)


def load_jacobians(path: Path | str) -> Jacobians:
    """Reads Jacobians from an `.npz` file.

    Raises:
        EngineError: There is no such file, or it holds no Jacobians.
    """
    arrays = read_npz(Path(path), ("rows", "provenance", "norm_jacobian_l0", "sigma_l0"))
    rows, provenance = arrays["rows"], Provenance.from_json(str(arrays["provenance"]))
    if rows.ndim != 1 or rows.dtype.kind != "i":
        raise EngineError("record_damaged", part="rows")
    own = {key: array for key, array in arrays.items() if OF_JACOBIANS.fullmatch(key)}
    for axes in (1, 2):
        check_numbers({key: array for key, array in own.items() if (array.ndim == 1) == (axes == 1)}, axes)
    return Jacobians(rows, own, provenance)
