"""A driver at work, the places where it works, and the faults that its disk may have."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import time

NOBODY = 65534


class Load:
    """A running driver and what it printed so far."""

    def __init__(self, program, data, seed, prefix=(), as_nobody=False):
        # Not on the disk under test: the driver must be able to say that it is full.
        self.printed = os.path.join(os.path.dirname(os.path.dirname(data)), f"{seed}.out")
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_nobody else {}
        with open(self.printed, "wb") as out:
            # A write beyond the size limit is to fail and not to kill.
            self.process = subprocess.Popen(
                [*prefix, program, "load", data, str(seed), "1000000"], stdout=out, stderr=subprocess.DEVNULL,
                start_new_session=True, restore_signals=False, preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN), **identity,
            )

    def counts(self):
        """Confirmed intakes, confirmed settings, refusals."""
        names, intakes, settings, refusals = {}, 0, 0, 0
        with open(self.printed, encoding="utf-8") as lines:
            for line in lines:
                word, *rest = line.split(" ", 3)
                if word == "begin" and len(rest) == 3:
                    names[rest[0]] = rest[2].split(" ", 1)[0]
                elif word == "confirmed" and rest:
                    name = names.get(rest[0].strip())
                    intakes += name == "intake"
                    settings += name in ("setting", "favourite", "list")
                elif word == "refused":
                    refusals += 1
        return intakes, settings, refusals

    def wait_for(self, intakes=0, settings=0, refusals=0, seconds=20):
        """Waits until so many more were seen; False if that takes too long or the process ends."""
        before = self.counts()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            more = [now - then for now, then in zip(self.counts(), before)]
            if more[0] >= intakes and more[1] >= settings and more[2] >= refusals:
                return True
            if self.process.poll() is not None:
                return False
            time.sleep(0.1)
        return False

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)  # strace, too: what it traces would go on without it
        self.process.wait()


# Each fault: `begin` makes it and returns what ends it.


def file_size(data, load):
    largest = max(os.path.getsize(path) for path in all_files(data))
    resource.prlimit(load.process.pid, resource.RLIMIT_FSIZE, (largest + 20_000, resource.RLIM_INFINITY))
    return lambda: resource.prlimit(load.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


def full_disk(data, _load):
    filler = os.path.join(os.path.dirname(data), "filler")
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return lambda: os.remove(filler)


def read_only(data, _load):
    folders = [data] + [folder for folder, _, _ in os.walk(data)]
    for folder in folders:
        os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    return lambda: [os.chmod(folder, stat.S_IRWXU) for folder in folders if os.path.isdir(folder)]


def all_files(data):
    for folder, _, names in os.walk(data):
        for name in names:
            yield os.path.join(folder, name)


def failing_writes(error, when):
    """The prefix that makes writes to the files of the directory fail; it ends by itself.

    Calls are counted for each thread. Opening copies what a killed run left, up to some thousand writes: a fault there is a refusal
    to open, and is not meant here."""

    def prefix(data):
        line = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=write,writev,pwrite64,pwritev,ftruncate,fallocate"]
        line += ["-e", f"inject=write,writev,pwrite64,pwritev,ftruncate,fallocate:error={error}:when={when}"]
        for path in all_files(data):
            line += ["-P", path]
        return line

    return prefix


FAULTS = {
    # name: what begins it, a prefix of the command line, whether it needs a small disk or another user
    "file-size": (file_size, None, None),
    "full-disk": (full_disk, None, "small disk"),
    "read-only": (read_only, None, "nobody"),
    "read-only-start": (None, None, "nobody"),
    "write-eio": (None, failing_writes("EIO", "2500..2560"), None),
    "write-erofs": (None, failing_writes("EROFS", "2500..2700"), None),
}


class Bench:
    """A place for the directories of one fault."""

    def __init__(self, folder, need):
        self.need, self.mounted, self.home = need, False, os.path.join(folder, "disk")
        os.makedirs(self.home)
        if need == "small disk":
            done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "dealink", self.home], stderr=subprocess.DEVNULL)
            self.mounted = done.returncode == 0
        self.as_nobody = need == "nobody" and os.geteuid() == 0

    def is_usable(self):
        return self.need != "small disk" or self.mounted

    def data(self):
        data = os.path.join(self.home, "data")
        os.makedirs(data)
        if self.as_nobody:
            os.chown(data, NOBODY, NOBODY)
        return data

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.home], check=False)
        shutil.rmtree(self.home, ignore_errors=True)
