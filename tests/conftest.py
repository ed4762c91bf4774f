"""What all tests share: no screen, shapes checked while the engine runs, nothing left behind."""

import os
import sys
from collections.abc import Iterator

import hypothesis
import pytest
from jaxtyping import install_import_hook

from tests.support import shape_checks

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Several tests run beside each other: threads of one that wait for a processor would burn another's time.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# From here on every shape in an annotation of the engine is checked at each call.
assert "engine" not in sys.modules, "the hook below checks only what is imported after it"
shape_checks.only_where_shapes_are_named()
install_import_hook("engine", "beartype.beartype")

# Imported after the hook. `pytester` runs pytest in a test.
pytest_plugins = ["tests.support.left_behind", "tests.support.scenes", "pytester"]

# Machines differ in speed; no test fails for being slow.
hypothesis.settings.register_profile("gatescope", deadline=None)
hypothesis.settings.load_profile("gatescope")


@pytest.fixture(autouse=True, scope="session")
def _own_settings_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps tests away from the preferences of whoever runs them."""
    folder = str(tmp_path_factory.mktemp("settings"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, folder)
        yield
