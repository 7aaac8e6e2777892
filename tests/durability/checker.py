"""Opens directories with `store-load check`, several at once, and counts what is wrong with them."""

import collections
import json
import os
import queue
import shutil
import subprocess
import threading

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
HANGS_AFTER = 60


def driver(path=None):
    """The driver, built if no path is given."""
    if path:
        return os.path.realpath(path)
    subprocess.run(["cargo", "build", "--locked", "--quiet", "--example", "store-load"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    return os.path.join(target, "debug", "examples", "store-load")


def look_at(program, folder):
    """What is in a directory."""
    printed = subprocess.run([program, "check", folder], stdout=subprocess.PIPE, check=True).stdout
    return json.loads(printed)["items"]


class Worker(threading.Thread):
    """A process that opens one directory after the other; a new one after it died or hung."""

    def __init__(self, program, jobs, finish):
        super().__init__(daemon=True)
        self.program, self.jobs, self.finish, self.process = program, jobs, finish, None

    def run(self):
        while (job := self.jobs.get()) is not None:
            folder, data = job
            self.finish(folder, data, self.look(folder))
            self.jobs.task_done()
        if self.process:
            self.process.stdin.close()
            self.process.wait()
        self.jobs.task_done()

    def look(self, folder):
        if self.process is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self.process = subprocess.Popen([self.program, "check"], text=True, **pipes)
        hung = threading.Timer(HANGS_AFTER, self.process.kill)
        hung.start()
        try:
            self.process.stdin.write(folder + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        is_hung = not hung.is_alive()
        hung.cancel()
        if line:
            return json.loads(line)
        self.process.kill()
        self.process.wait()
        self.process = None
        return {"opened": False, "fault": "hung" if is_hung else "the process died"}


class Checker:
    """`judge(data, found)` says what is wrong with what was found: a list of (kind, item). Directories are removed afterwards."""

    def __init__(self, program, judge, workers=2):
        self.jobs = queue.Queue(maxsize=8)
        self.judge, self.lock = judge, threading.Lock()
        self.checked, self.failing, self.kinds, self.items = 0, [], collections.Counter(), collections.Counter()
        self.workers = [Worker(program, self.jobs, self._finish) for _ in range(workers)]
        for worker in self.workers:
            worker.start()

    def add(self, folder, data):
        self.jobs.put((folder, data))

    def _finish(self, folder, data, found):
        try:
            faults = self.judge(data, found) if found["opened"] else [("does not open", found.get("fault", ""))]
        except Exception as error:  # a mistake in the judging must not pass for a good state
            faults = [("not judged", repr(error))]
        with self.lock:
            self.checked += 1
            self.items.update(kind for kind, _ in faults)
            self.kinds.update({kind for kind, _ in faults})
            if faults:
                self.failing.append((data, faults))
        shutil.rmtree(folder, ignore_errors=True)

    def wait(self):
        for _ in self.workers:
            self.jobs.put(None)
        for worker in self.workers:
            worker.join()

    def report(self, name, describe):
        """Prints the figures and returns whether all is well. `describe(data)` says how a failing state is made again."""
        print(f"{name}: {self.checked} checked, {len(self.failing)} failing")
        for kind, count in self.kinds.most_common():
            print(f"  {kind}: {count} states, {self.items[kind]} items")
        for data, faults in sorted(self.failing, key=lambda failing: describe(failing[0]))[:10]:
            shown = ", ".join(f"{kind} ({item[:120]})" for kind, item in faults[:3])
            print(f"  {describe(data)}: {shown}{' …' if len(faults) > 3 else ''}")
        return not self.failing


def scratch(path=None):
    """A fresh directory for rebuilt states, in memory where that is possible."""
    import tempfile

    base = path or ("/dev/shm" if os.path.isdir("/dev/shm") else None)
    return tempfile.mkdtemp(prefix="dealink-durability-", dir=base)


def write_state(folder, contents, folders):
    os.makedirs(folder)
    for path in folders:
        os.makedirs(os.path.join(folder, path), exist_ok=True)
    for path, content in contents.items():
        with open(os.path.join(folder, path), "wb") as file:
            file.write(content)
