"""Runs a program under strace and reads what it did to files: one Call for each system call, in the order of their ends."""

import os
import re
import signal
import subprocess
from dataclasses import dataclass, field

CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,fcntl,lseek,read,readv,write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,"
    "fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,fsync,fdatasync,"
    "sync_file_range,sync,syncfs,msync,mmap,copy_file_range,sendfile,io_uring_setup"
)
SYNCS = "fsync,fdatasync,sync_file_range"
FD_PATH = re.compile(r"<([^<>]*)>")


@dataclass
class Call:
    name: str
    arguments: list  # without the strings, which are `$`, and without the paths of descriptors
    strings: list  # bytes
    result: int  # negative: it failed
    start: int  # number of the line at which it began
    end: int
    paths: list = field(default_factory=list)  # of descriptors, as strace names them

    @property
    def moment(self):
        """When it counts. A descriptor is free, and may be given to another thread, as soon as its closing has begun."""
        return self.start if self.name == "close" else self.end


def command(program, output, fail_sync=None):
    """The command line that runs a program under strace. `fail_sync` is strace's `when` for syncs that fail."""
    line = ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-y", "-s", "4000000", "-o", output, "-e", "trace=" + CALLS, "-e", "signal=none"]
    if fail_sync:
        line += ["-e", f"inject={SYNCS}:error=EIO:when={fail_sync}"]
    return line + program


# What `run` returns for a program that did not end in time.
HUNG = 124


def run(program, output, fail_sync=None, timeout=240):
    """Runs a program under strace and returns its exit code."""
    with open(output + ".out", "wb") as out, open(output + ".err", "wb") as err:
        traced = subprocess.Popen(command(program, output, fail_sync), stdout=out, stderr=err, start_new_session=True)
        try:
            return traced.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(traced.pid, signal.SIGKILL)  # strace and what it traces
            traced.wait()
            return HUNG


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


def parse(text, start, end):
    opened = text.find("(")
    equals = text.rfind("= ")
    if opened < 0 or equals < opened:
        return None
    result = text[equals + 2 :].split("<", 1)[0].split(" ", 1)[0]
    head = text[opened + 1 : equals].rstrip()
    if not head.endswith(")"):
        return None
    if '"...' in head:
        raise ValueError("strace cut a string off")
    parts = head[:-1].split('"')
    skeleton = "$".join(parts[0::2])
    paths = [unhex(path).decode(errors="surrogateescape") if "\\x" in path else path for path in FD_PATH.findall(skeleton)]
    arguments = FD_PATH.sub("", skeleton).replace("(deleted)", "").split(", ")
    value = -1 if result in ("?", "") else int(result, 0)
    return Call(text[:opened], arguments, [unhex(part) for part in parts[1::2]], value, start, end, paths)


def read(output, first_line=0):
    """All calls of a run, and the calls that had not ended when it did. Lines are numbered from `first_line`."""
    calls, open_calls, number = [], {}, first_line
    with open(output, encoding="ascii", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, first_line):
            pid, _, text = line.rstrip("\n").partition(" ")
            text = text.lstrip()
            if text.startswith(("+++", "---")):
                continue
            start = number
            if text.endswith("<unfinished ...>"):
                open_calls[pid] = (text[: -len("<unfinished ...>")].rstrip(), number)
                continue
            if text.startswith("<..."):
                begun = open_calls.pop(pid, None)
                if begun is None:
                    continue
                text, start = begun[0] + text[text.index("resumed>") + len("resumed>") :], begun[1]
            call = parse(text, start, number)
            if call:
                calls.append(call)
    unfinished = [parse(text + ") = 0", start, number + 1) for text, start in open_calls.values()]
    calls.sort(key=lambda call: call.moment)
    return calls, [call for call in unfinished if call], number + 2


def is_available():
    return any(os.access(os.path.join(folder, "strace"), os.X_OK) for folder in os.get_exec_path())
