"""One end of the line between the window and the engine's process: frozen values, in both directions.

Small values are pickled through the line itself. The arrays of a large record cross in one block of shared
memory that *has no name*: the sender makes it (`memfd_create`), writes the arrays into it and sends its
file descriptor; the receiver maps it read-only. A block without a name belongs to whoever holds it: when
the last array is gone, or its process is killed, the system takes it back. So nobody has to unlink it,
nothing can be left in /dev/shm, and the small /dev/shm of a container is no limit.

Where the system has no such memory (Windows, macOS) the same bytes follow through the line, straight into
the memory that the arrays will use.

Only what is made of our records, numpy and plain values may cross. A value of any other class is refused
where it is sent: read at the other end, one stray object of torch's would bring torch into the window.

A frame: 4 bytes with the length of the head; the head (pickled: length of the body, sizes of the arrays,
whether they are shared); the body (pickled value without its arrays); the arrays or their descriptor.
"""

import io
import mmap
import os
import pickle
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np

LENGTH = struct.Struct("<I")
ALIGNMENT_BYTES = 64
SHARED_FROM_BYTES = 1 << 18  # below, the line is as quick (measured) and costs no descriptor
MAY_CROSS = frozenset({"builtins", "engine", "numpy", "pathlib"})
HAS_NAMELESS_MEMORY = sys.platform == "linux"


class Channel:
    """Sends and receives values over a pair of file descriptors, which it owns.

    One thread may send while another receives. `receive` raises `EOFError` when the other end is gone,
    `send` an `OSError`.
    """

    def __init__(self, incoming: int, outgoing: int, shared_memory: bool = HAS_NAMELESS_MEMORY) -> None:
        # Unbuffered: reading ahead would swallow the byte that carries a descriptor.
        self._incoming = io.FileIO(incoming, "rb")
        self._outgoing = io.FileIO(outgoing, "wb")
        self._shared_memory = shared_memory

    def send(self, value: object) -> None:
        """Sends one value; its arrays must not change until this returns."""
        buffers: list[pickle.PickleBuffer] = []
        body = io.BytesIO()
        _Pickler(body, protocol=5, buffer_callback=buffers.append).dump(value)
        arrays = [buffer.raw() for buffer in buffers]
        sizes = [array.nbytes for array in arrays]
        shared = self._shared_memory and sum(sizes) >= SHARED_FROM_BYTES
        head = pickle.dumps((body.tell(), sizes, shared))
        with _block_of(arrays) if shared else nullcontext() as block:  # first: if it fails, nothing is sent
            _write_all(self._outgoing, LENGTH.pack(len(head)) + head + body.getvalue())
            if block is not None:
                self._send_descriptor(block)
            else:
                for array in arrays:
                    _write_all(self._outgoing, array)

    def receive(self) -> Any:
        """Waits for the next value. Its arrays are read-only."""
        (head_length,) = LENGTH.unpack(self._read(LENGTH.size))
        body_length, sizes, shared = pickle.loads(self._read(head_length))
        body = self._read(body_length)
        if shared:
            arrays = self._receive_block(sizes)
        else:
            arrays = [memoryview(self._read(size)).toreadonly() for size in sizes]
        return _Unpickler(io.BytesIO(body), buffers=arrays).load()

    def fileno(self) -> int:
        """The descriptor at which values arrive, for `select`."""
        return self._incoming.fileno()

    def close(self) -> None:
        """Lets go of this end; the other end then sees the end of the file."""
        self._incoming.close()
        self._outgoing.close()

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            count = self._incoming.readinto(rest)
            if not count:
                raise EOFError("the other end is closed")
            rest = rest[count:]
        return data

    def _send_descriptor(self, block: io.FileIO) -> None:
        with socket.socket(fileno=os.dup(self._outgoing.fileno())) as line:
            socket.send_fds(line, [b"\0"], [block.fileno()])

    def _receive_block(self, sizes: Sequence[int]) -> list[memoryview]:
        with socket.socket(fileno=os.dup(self._incoming.fileno())) as line:
            data, descriptors, _, _ = socket.recv_fds(line, 1, 1)
        if not data or not descriptors:
            raise EOFError("the other end closed in the middle of a record")
        try:
            block = mmap.mmap(descriptors[0], 0, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptors[0])
        # Touched here, each page once: otherwise the window would wait while the system gets it the pages.
        np.frombuffer(block, np.uint8)[:: mmap.PAGESIZE].max(initial=0)
        whole = memoryview(block)  # keeps the map alive, as every array made from it does
        return [whole[offset : offset + size] for offset, size in zip(_offsets(sizes), sizes, strict=True)]


class _Pickler(pickle.Pickler):
    """Leaves the bytes of every array out of the pickle, and refuses what must not cross."""

    def reducer_override(self, value: object) -> Any:
        """Pickle's hook. Only a contiguous array can be left out of the pickle, so slices are copied."""
        if type(value) is np.ndarray and not value.flags.forc and not value.dtype.hasobject:
            return np.ascontiguousarray(value).__reduce_ex__(5)
        origin = getattr(value, "__module__", None) or type(value).__module__
        if not _may_cross(origin):
            raise TypeError(f"a {origin}.{type(value).__name__} may not cross between the processes")
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Builds nothing but what may cross, whatever has got hold of the other end."""

    def find_class(self, module: str, name: str) -> Any:
        """Pickle's hook."""
        if not _may_cross(module):
            raise pickle.UnpicklingError(f"a {module}.{name} may not cross between the processes")
        return super().find_class(module, name)


def _may_cross(module: str) -> bool:
    return module.partition(".")[0] in MAY_CROSS


def _block_of(arrays: Sequence[memoryview]) -> io.FileIO:
    """A block of nameless shared memory that holds these arrays one after the other."""
    block = io.FileIO(os.memfd_create("gatescope-record"), "r+b")
    try:
        end = 0
        for array, offset in zip(arrays, _offsets([array.nbytes for array in arrays]), strict=True):
            block.seek(offset)
            _write_all(block, array)
            end = offset + array.nbytes
        block.truncate(end)
    except BaseException:
        block.close()
        raise
    return block


def _write_all(file: io.FileIO, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _offsets(sizes: Sequence[int]) -> list[int]:
    offsets, end = [], 0
    for size in sizes:
        offsets.append(end)
        end += -(-size // ALIGNMENT_BYTES) * ALIGNMENT_BYTES
    return offsets
