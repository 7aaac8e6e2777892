#!/usr/bin/env python3
"""Damage: kills the driver at random moments, then damages each file of its directory in turn and opens the directory.

Whichever single file is damaged: it opens, no setting is lost, nothing has a wrong content, and no update is lost unless its own
database was damaged. Exit code 1: that does not hold. See docs/DURABILITY.md.
"""

import argparse
import collections
import glob
import os
import random
import shutil
import subprocess
import sys
import time

from checker import Checker, driver, scratch
from history import History

DAMAGES = ["removed", "emptied", "halved", "overwritten"]
# The files that hold the waiting updates, and so may cost some when they are damaged; the rest must not. Form 1 and form 2.
INBOX_FILES = ("store/", "flow-")
# What is kept with the updates and comes back by itself: what answered what, products asked for, questions, suggestions.
FLOWING = {"update", "answer", "parts", "reply", "recent", "question", "suggestion"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many times the driver is killed")
    parser.add_argument("--kill-only", action="store_true", help="damage nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", help="for the directories; default /dev/shm")
    parser.add_argument("--keep", metavar="DIR", help="leave the damaged directories of failing cases there, as they were before they were opened, and what was printed")
    parser.add_argument("--driver", help="a built store-load")
    return parser.parse_args()


def run_and_kill(program, data, seed, rng, history):
    """One run, killed within two seconds or at its end, and its lines."""
    printed = data + f".{seed}.out"
    with open(printed, "wb") as out:
        run = subprocess.Popen([program, "load", data, str(seed), "1000000"], stdout=out, stderr=subprocess.DEVNULL)
        time.sleep(rng.choice([rng.uniform(0.02, 0.3), rng.uniform(0.1, 1.5)]))
        run.kill()
        run.wait()
    history.add_run(printed)


def damage(path, how, rng):
    size = os.path.getsize(path)
    if how == "removed":
        os.remove(path)
    elif how in ("emptied", "halved"):
        os.truncate(path, 0 if how == "emptied" else size // 2)
    else:
        length = min(300, size)
        with open(path, "r+b") as file:
            file.seek(rng.randrange(size - length + 1))
            file.write(rng.randbytes(length))


def files_of(data):
    for folder, _, names in os.walk(data):
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), data)


def case_name(kill, path, how):
    return f"case-{kill}-{(path or 'nothing').replace('/', '_')}-{how}"


def main():
    options = arguments()
    program = driver(options.driver)
    folder = scratch(options.scratch)
    lost_of_inbox = collections.defaultdict(list)

    def judge(data, found):
        kill, path, how, history, waiting = data
        faults = history.faults(found["items"], sys.maxsize, power_cut=False)
        if path and path.startswith(INBOX_FILES):
            lost = sum(kind == "lost update" for kind, _ in faults)
            lost_of_inbox[path.split("/")[0] if path.startswith("store/") else path, how].append((lost, waiting))
            faults = [(kind, item) for kind, item in faults if item.split("/")[0] not in FLOWING or kind.startswith(("wrong", "unknown"))]
        if options.keep and not faults:
            shutil.rmtree(os.path.join(options.keep, case_name(kill, path, how)))
        return faults

    checker = Checker(program, judge)
    try:
        for kill in range(options.kills):
            rng = random.Random(options.seed * 1_000_000 + kill)
            data, history = os.path.join(folder, f"kill-{kill}"), History()
            os.mkdir(data)
            for run in range(rng.choice([1, 1, 2])):
                run_and_kill(program, data, options.seed * 10 + run, rng, history)
            now = {item: history.allowed(item, sys.maxsize, False)[0] for item in history.items if item.startswith("update/")}
            waiting = sum("-" not in allowed for allowed in now.values())
            cases = [(None, "undamaged")] + [(path, how) for path in sorted(files_of(data)) for how in DAMAGES]
            cases = cases[:1] if options.kill_only else cases
            for path, how in cases:
                copy = os.path.join(folder, case_name(kill, path, how))
                shutil.copytree(data, copy)
                if path:
                    if how != "removed" and os.path.getsize(os.path.join(copy, path)) == 0:
                        shutil.rmtree(copy)
                        continue
                    damage(os.path.join(copy, path), how, random.Random(f"{options.seed} {kill} {path} {how}"))
                if options.keep:
                    shutil.copytree(copy, os.path.join(options.keep, case_name(kill, path, how), "data"))
                    for printed in glob.glob(data + ".*.out"):
                        shutil.copy(printed, os.path.join(options.keep, case_name(kill, path, how)))
                checker.add(copy, (kill, path, how, history, waiting))
        checker.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for (path, how), cases in sorted(lost_of_inbox.items()):
        lost, waiting = sum(case[0] for case in cases), sum(case[1] for case in cases)
        print(f"{path} {how}: {lost} of {waiting} waiting updates lost in {len(cases)} cases")
    undamaged = [(data[0], faults) for data, faults in checker.failing if data[1] is None]
    print(f"after kill -9 alone: {options.kills} kills, {len(undamaged)} failing")
    for kill, faults in undamaged:
        print(f"  kill {kill}: {', '.join(f'{kind} ({item})' for kind, item in faults[:5])}")
    fine = checker.report("damage", lambda data: case_name(*data[:3]))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
