"""A model of a disk: what is durable, what is only in the cache, and the states that a power cut may leave.

A write is durable once a later fsync or fdatasync of the file has succeeded; sync_file_range makes nothing durable. Until then each
sector holds what it held at the last sync or after any write since, in no order. After a failed sync what it covered never becomes
durable, unless its page is written again. A change of a directory is durable after fsync of the directory (rule `strict`), or after
any fsync and in order (rule `ext4`).
"""

import os
from dataclasses import dataclass, field

SECTOR, PAGE = 512, 4096


@dataclass
class Change:
    """A write, or, without data, a change of size."""

    end: int
    at: int
    data: bytes | None
    doomed: bool = False

    def apply(self, content):
        if self.data is None:
            resize(content, self.at)
            return
        if len(content) < self.at:
            resize(content, self.at)
        content[self.at : self.at + len(self.data)] = self.data


@dataclass(eq=False)
class File:
    durable: bytearray = field(default_factory=bytearray)
    cached: bytearray = field(default_factory=bytearray)
    pending: list = field(default_factory=list)

    def change(self, end, at, data):
        change = Change(end, at, data)
        change.apply(self.cached)
        self.pending.append(change)

    def sync(self, start, succeeded):
        covered = [change for change in self.pending if change.end < start]
        later = self.pending[len(covered) :]
        if not succeeded:
            for change in covered:
                change.doomed = change.data is not None
            return
        if not any(change.doomed for change in covered):
            for change in covered:
                change.apply(self.durable)
            self.pending = later
            return
        current, flushed = bytearray(self.durable), set()
        for change in covered:
            change.apply(current)
            if change.data is None:
                resize(self.durable, change.at)
            elif not change.doomed:
                flushed.update(units(change, PAGE))
        for page in sorted(flushed):
            copy(current, self.durable, page * PAGE, (page + 1) * PAGE)
        # What was lost is still in the cache, where the program reads it.
        lost = sorted({page for change in covered if change.doomed for page in units(change, PAGE)} - flushed)
        kept = [Change(start, page * PAGE, bytes(current[page * PAGE : (page + 1) * PAGE]), True) for page in lost]
        self.pending = [change for change in kept if change.data] + later

    def sample(self, rng, mode):
        """The content that a power cut may leave."""
        if not self.pending or mode == "none":
            return bytes(self.durable)
        if mode == "all" and not any(change.doomed for change in self.pending):
            return bytes(self.cached)
        keep = chooser(mode, rng, len(self.pending))
        current, out = bytearray(self.durable), bytearray(self.durable)
        for number, change in enumerate(self.pending):
            change.apply(current)
            if change.doomed:
                continue
            if change.data is None:
                if keep(number, None):
                    resize(out, change.at)
                continue
            for at, until in keep(number, change):
                copy(current, out, at, until)
        if mode in ("zeros", "zero-pages") and len(out) < len(self.cached):
            resize(out, len(self.cached))
        return bytes(out)


def resize(content, size):
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


def copy(source, target, at, until):
    until = min(until, len(source))
    if at >= until:
        return
    if len(target) < at:
        resize(target, at)
    target[at:until] = source[at:until]


def units(change, size):
    """The sectors or pages that a write touches."""
    return range(change.at // size, (change.at + len(change.data) + size - 1) // size) if change.data else range(0)


MODES = ["none", "all", "prefix", "prefix", "torn", "torn", "lose-one", "subset", "pages", "sectors", "zeros", "zero-pages"]


def chooser(mode, rng, count):
    """Says of each write which parts of it, in whole sectors, are on the disk; of a change of size (None) whether it is."""

    def whole(change):
        return [(change.at // SECTOR * SECTOR, (change.at + len(change.data) + SECTOR - 1) // SECTOR * SECTOR)]

    def some(change, size):
        return [(unit * size, (unit + 1) * size) for unit in units(change, size) if rng.random() < share]

    share = rng.choice([0.1, 0.5, 0.5, 0.9])
    cut = rng.randrange(count + 1)
    lost = rng.randrange(count)
    unit = rng.choice([SECTOR, PAGE])

    def keep(number, change):
        if mode == "torn" and number == cut and change:
            parts = units(change, unit)
            middle = rng.randrange(parts.start, parts.stop + 1) * unit
            at, until = whole(change)[0]
            return [(at, min(middle, until))] if rng.random() < 0.7 else [(max(middle, at), until)]
        if mode in ("prefix", "torn"):
            kept = number < cut
        elif mode == "lose-one":
            kept = number != lost
        elif mode == "zeros":
            kept = number < cut
        elif mode in ("pages", "zero-pages", "sectors") and change:
            return some(change, SECTOR if mode == "sectors" else PAGE)
        else:
            kept = mode == "all" or rng.random() < share
        if change is None:
            return kept
        return whole(change) if kept else []

    return keep


@dataclass(eq=False)
class Folder:
    durable: dict = field(default_factory=dict)
    cached: dict = field(default_factory=dict)


@dataclass
class Renaming:
    """A change of directories: folder, name, and what is there from then on (None: nothing)."""

    end: int
    entries: list


class Disk:
    def __init__(self, rule="strict"):
        self.root = Folder()
        self.rule = rule
        self.renamings = []

    def begin_with(self, path, folder=None):
        """Everything in the directory `path` is durable."""
        folder = folder or self.root
        for entry in os.scandir(path):
            if entry.is_dir():
                node = Folder()
                self.begin_with(entry.path, node)
            else:
                with open(entry.path, "rb") as file:
                    content = file.read()
                node = File(bytearray(content), bytearray(content))
            folder.durable[entry.name] = folder.cached[entry.name] = node

    def find(self, parts):
        node = self.root
        for part in parts:
            node = node.cached.get(part) if isinstance(node, Folder) else None
        return node

    def rename(self, end, entries):
        for folder, name, node in entries:
            place(folder.cached, name, node)
        self.renamings.append(Renaming(end, entries))

    def sync(self, node, start, succeeded):
        if isinstance(node, File):
            node.sync(start, succeeded)
        if not succeeded or (self.rule == "strict" and isinstance(node, File)):
            return
        left = []
        for renaming in self.renamings:
            concerned = self.rule == "ext4" or any(folder is node for folder, _, _ in renaming.entries)
            if renaming.end < start and concerned:
                for folder, name, entry in renaming.entries:
                    place(folder.durable, name, entry)
            else:
                left.append(renaming)
        self.renamings = left

    def sample(self, rng):
        """A state: the content of each file by its path, and the names of directories; and a word on what was lost."""
        if self.rule == "kill":
            return self.cached()
        mode = rng.choice(MODES)
        names = rng.choice(["none", "all", "prefix"] + (["subset"] if self.rule == "strict" else []))
        cut = rng.randrange(len(self.renamings) + 1)
        entries = {}
        for number, renaming in enumerate(self.renamings):
            kept = {"none": False, "all": True, "prefix": number < cut, "subset": rng.random() < 0.5}[names]
            for folder, name, node in renaming.entries if kept else []:
                place(entries.setdefault(id(folder), dict(folder.durable)), name, node)
        files, folders = {}, []
        self._collect(self.root, "", entries, files, folders)
        contents = {}
        for path, file in sorted(files.items()):
            own = mode if rng.random() < 0.7 else rng.choice(MODES)
            contents[path] = file.sample(rng, own)
        return contents, folders, f"writes {mode}, names {names}"

    def _collect(self, folder, prefix, entries, files, folders):
        for name, node in sorted(entries.get(id(folder), folder.durable).items()):
            if isinstance(node, Folder):
                folders.append(prefix + name)
                self._collect(node, prefix + name + "/", entries, files, folders)
            else:
                files[prefix + name] = node

    def cached(self):
        """The files and directories as programs see them, in the form of `sample`."""
        entries, files, folders = {}, {}, []

        def walk(folder):
            entries[id(folder)] = folder.cached
            for node in folder.cached.values():
                if isinstance(node, Folder):
                    walk(node)

        walk(self.root)
        self._collect(self.root, "", entries, files, folders)
        return {path: bytes(file.cached) for path, file in files.items()}, folders, "nothing is lost"


def place(entries, name, node):
    if node is None:
        entries.pop(name, None)
    else:
        entries[name] = node
