"""Fails where the tests run through less of a package than its floor in `pyproject.toml`.

python -m pytest --cov && python -m tools.coverage_floors
"""

import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent


def below(floors: Mapping[str, float], percent_of: Callable[[str], float]) -> list[str]:
    """The packages that are covered less than they have to be, each with both figures."""
    found = {package: percent_of(package) for package in floors}
    return [
        f"{package}: {percent:.1f} % of its lines, floor {floors[package]} %"
        for package, percent in found.items()
        if percent < floors[package]
    ]


def main() -> int:
    """Prints a line for every file that is not run through whole, and fails below a floor."""
    config = ROOT / "pyproject.toml"
    floors = tomllib.loads(config.read_text(encoding="utf-8"))["tool"]["gatescope"]["coverage_floors"]
    measured = Coverage(config_file=str(config))
    measured.load()

    def percent_of(package: str) -> float:
        return measured.report(include=[f"{package}/*"], skip_covered=True)

    missed = below(floors, percent_of)
    print("\n".join(missed) or "Every package is above its floor.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
