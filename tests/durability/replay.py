"""Applies the calls of a run to the model of a disk, and collects the lines that the run printed."""

import os
from dataclasses import dataclass

from disk import File, Folder

WRITES = {"write", "writev", "pwrite64", "pwritev", "pwritev2"}
# SQLite's index of its log: never synced, and made again by whoever opens the database first.
NOT_KEPT = "-shm"
# The end of the name of the file that is the program's output.
PRINTED = ".out"


@dataclass
class Descriptor:
    node: object
    at: int = 0
    appends: bool = False


class Replay:
    """The data directory `root` on a disk. `lines` are what the program printed: line of the trace, text."""

    def __init__(self, disk, root):
        self.disk, self.root = disk, os.path.realpath(root)
        self.descriptors, self.lines, self.printed = {}, [], b""

    def begin_run(self):
        """A program begins: it has no files open."""
        self.descriptors, self.printed = {}, b""

    def apply(self, call):
        """Whether the call changed the disk or printed a line."""
        if call.name in WRITES and call.paths and call.paths[0].endswith(PRINTED):
            return self._print(call)
        failed_sync = call.name in ("fsync", "fdatasync") and call.result < 0
        if call.result < 0 and not failed_sync:
            return False
        handler = getattr(self, "_" + call.name, None)
        return bool(handler and handler(call))

    def _print(self, call):
        self.printed += b"".join(call.strings)[: max(call.result, 0)]
        *lines, self.printed = self.printed.split(b"\n")
        self.lines.extend((call.start, line.decode()) for line in lines)
        return bool(lines)

    # Names

    def _parts(self, call, path=0, folder=None):
        """The path below the root, in parts; None for a path elsewhere."""
        text = call.strings[path].decode(errors="surrogateescape")
        if not text.startswith("/"):
            base = call.paths[folder] if folder is not None and folder < len(call.paths) else os.getcwd()
            text = os.path.join(base, text)
        text = os.path.normpath(text)
        if text == self.root:
            return []
        return text[len(self.root) + 1 :].split("/") if text.startswith(self.root + "/") else None

    def _place(self, call, parts, node):
        folder = self.disk.find(parts[:-1])
        self.disk.rename(call.end, [(folder, parts[-1], node)])
        return True

    def _open_at(self, call, parts, flags):
        if parts is None:
            self.descriptors.pop(call.result, None)
            return False
        node, changed = self.disk.find(parts), False
        if node is None and "O_CREAT" in flags:
            node = File()
            changed = self._place(call, parts, node)
        if isinstance(node, File) and "O_TRUNC" in flags and node.cached:
            node.change(call.end, 0, None)
            changed = True
        if node is None:
            raise ValueError(f"opened, but not in the model: {'/'.join(parts)}")
        self.descriptors[call.result] = Descriptor(node, appends="O_APPEND" in flags)
        return changed

    def _openat(self, call):
        return self._open_at(call, self._parts(call, folder=0), call.arguments[2])

    def _open(self, call):
        return self._open_at(call, self._parts(call), call.arguments[1])

    def _creat(self, call):
        return self._open_at(call, self._parts(call), "O_CREAT|O_TRUNC")

    def _move(self, call, old, new):
        if old is None and new is None:
            return False
        if old is None or new is None:
            raise ValueError("moved across the edge of the data directory")
        node = self.disk.find(old)
        entries = [(self.disk.find(old[:-1]), old[-1], None), (self.disk.find(new[:-1]), new[-1], node)]
        self.disk.rename(call.end, entries)
        return True

    def _rename(self, call):
        return self._move(call, self._parts(call), self._parts(call, 1))

    def _renameat(self, call):
        return self._move(call, self._parts(call, 0, 0), self._parts(call, 1, 1))

    _renameat2 = _renameat

    def _unlink(self, call):
        parts = self._parts(call)
        return parts is not None and self._place(call, parts, None)

    def _unlinkat(self, call):
        parts = self._parts(call, folder=0)
        return parts is not None and self._place(call, parts, None)

    _rmdir = _unlink

    def _mkdir(self, call):
        parts = self._parts(call)
        return bool(parts) and self._place(call, parts, Folder())

    def _mkdirat(self, call):
        parts = self._parts(call, folder=0)
        return bool(parts) and self._place(call, parts, Folder())

    def _link(self, call):
        old, new = self._parts(call), self._parts(call, 1)
        return new is not None and self._place(call, new, self.disk.find(old))

    def _linkat(self, call):
        old, new = self._parts(call, 0, 0), self._parts(call, 1, 1)
        return new is not None and self._place(call, new, self.disk.find(old))

    # Descriptors

    def _of(self, call, argument=0):
        text = call.arguments[argument]
        return self.descriptors.get(int(text)) if text.lstrip("-").isdigit() else None

    def _close(self, call):
        self.descriptors.pop(int(call.arguments[0]), None)

    def _dup(self, call):
        known = self._of(call)
        if known:
            self.descriptors[call.result] = known

    _dup2 = _dup3 = _dup

    def _fcntl(self, call):
        if "F_DUPFD" in call.arguments[1]:
            self._dup(call)

    def _lseek(self, call):
        if known := self._of(call):
            known.at = call.result

    def _read(self, call):
        if known := self._of(call):
            known.at += call.result

    _readv = _read

    # Contents

    def _write(self, call):
        known = self._of(call)
        if known is None:
            return False
        if known.appends:
            known.at = len(known.node.cached)
        self._change(known.node, call, known.at)
        known.at += call.result
        return True

    _writev = _write

    def _pwrite64(self, call):
        known = self._of(call)
        if known:
            self._change(known.node, call, int(call.arguments[3]))
        return known is not None

    _pwritev = _pwrite64

    def _pwritev2(self, call):
        return self._write(call) if call.arguments[3] == "-1" else self._pwrite64(call)

    def _change(self, node, call, at):
        node.change(call.end, at, b"".join(call.strings)[: call.result])

    def _ftruncate(self, call):
        known = self._of(call)
        if known and len(known.node.cached) != int(call.arguments[1]):
            known.node.change(call.end, int(call.arguments[1]), None)
        return known is not None

    def _truncate(self, call):
        parts = self._parts(call)
        if parts is not None:
            self.disk.find(parts).change(call.end, int(call.arguments[1]), None)
        return parts is not None

    def _fallocate(self, call):
        known = self._of(call)
        if known is None:
            return False
        mode, at, length = call.arguments[1], int(call.arguments[2]), int(call.arguments[3])
        if mode == "0":
            if at + length > len(known.node.cached):
                known.node.change(call.end, at + length, None)
        elif "PUNCH_HOLE" in mode or "ZERO_RANGE" in mode:
            until = min(at + length, len(known.node.cached))
            known.node.change(call.end, at, bytes(max(until - at, 0)))
        elif mode != "FALLOC_FL_KEEP_SIZE":
            raise ValueError(f"the model knows no fallocate of mode {mode}")
        return True

    def _copy_file_range(self, call):
        source, target = self._of(call), self._of(call, 2)
        if target is None:
            return False
        if source is None or call.arguments[1] != "NULL" or call.arguments[3] != "NULL":
            raise ValueError("the model knows no copy_file_range of this form")
        data = bytes(source.node.cached[source.at : source.at + call.result])
        target.node.change(call.end, target.at, data)
        source.at += call.result
        target.at += call.result
        return True

    # Syncs

    def _fsync(self, call):
        known = self._of(call)
        if known:
            self.disk.sync(known.node, call.start, call.result == 0)
        return known is not None

    _fdatasync = _fsync

    def _mmap(self, call):
        known = call.arguments[4].isdigit() and self._of(call, 4)
        shared = "MAP_SHARED" in call.arguments[3] and "PROT_WRITE" in call.arguments[2]
        if known and shared and not call.paths[0].endswith(NOT_KEPT):
            raise ValueError("the model knows no writes through mapped memory")

    def _io_uring_setup(self, _call):
        raise ValueError("the model knows no io_uring")

    def finish_run(self, unfinished, real):
        """Calls that had not ended with the run: a write has happened if the file in the directory `real` says so."""
        for call in unfinished:
            if call.name not in WRITES or not (known := self._of(call)):
                continue
            data = b"".join(call.strings)
            at = int(call.arguments[3]) if call.name == "pwrite64" else known.at
            with open(os.path.join(real, os.path.relpath(call.paths[0], self.root)), "rb") as file:
                file.seek(at)
                if file.read(len(data)) == data:
                    known.node.change(call.end, at, data)

    def differences(self, real):
        """Files that the model and the directory `real` do not agree on; none, or the model is wrong."""
        found = {}
        for folder, _, names in os.walk(real):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, real)] = file.read()
        model, _, _ = self.disk.cached()
        names = sorted(set(found) | set(model))
        return [name for name in names if not name.endswith(NOT_KEPT) and found.get(name) != model.get(name)]
