"""What all tests share: no screen, shapes checked while the engine runs, nothing left behind."""

import os
import sys
from collections.abc import Iterator

import hypothesis
import pytest
from jaxtyping import install_import_hook

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# From here on every shape in an annotation of the engine is checked at each call.
assert "engine" not in sys.modules, "the hook below checks only what is imported after it"
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
