#!/usr/bin/env python3
"""Disk faults: a full disk, a file size limit, a directory that turns read-only, failing writes and syncs, while the driver works.

Nothing is confirmed that is not there afterwards, what was confirmed stays, and the same process goes on once the fault is over.
Exit code 1: that does not hold. See docs/DURABILITY.md.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time

import recording
from checker import Checker, driver, scratch
from faults import FAULTS, Bench, Load, read_only
from history import History


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", help="names of faults")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each fault")
    parser.add_argument("--states", type=int, default=200, help="states of a disk after each kind of failing sync")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", help="for the directories; default /dev/shm")
    parser.add_argument("--driver", help="a built store-load")
    return parser.parse_args()


def one_round(options, program, folder, name, number):
    """Runs the driver through one fault. Returns faults as (kind, detail), and the figures."""
    begin, prefix, need = FAULTS[name]
    bench, history, faults = Bench(folder, need), History(), []
    if not bench.is_usable():
        bench.close()
        return None, "not tested: no small disk can be mounted here"
    try:
        data = bench.data()
        # A first short run makes the files.
        first = Load(program, data, options.seed * 10, as_nobody=bench.as_nobody)
        if not first.wait_for(intakes=5):
            faults.append(("does not begin", ""))
        first.kill()
        history.add_run(first.printed)
        before = prefix(data) if prefix else []
        load = Load(program, data, options.seed * 10 + 1, before, bench.as_nobody)
        end = None
        if begin:
            if not load.wait_for(intakes=10 + 5 * number, settings=5):
                faults.append(("does not begin", ""))
            end = begin(data, load)
        refused = load.wait_for(refusals=3, seconds=8)
        dies_within = number % 3 == 1
        if dies_within:
            load.kill()
        if end and (load.process.poll() is None or name != "file-size"):
            end()
        goes_on = dies_within or load.wait_for(intakes=10, settings=5)
        if not goes_on:
            ended = load.process.poll()
            faults.append(("does not go on", f"exit code {ended}" if ended is not None else "refuses"))
        intakes, settings, refusals = load.counts()
        load.kill()
        if bench.as_nobody or prefix:
            time.sleep(0.1)  # strace and its child end one after the other
        history.add_run(load.printed)
        faults += after(program, data, os.path.join(folder, f"after-{name}-{number}"), history)
        figures = f"{intakes} intakes and {settings} settings confirmed, {refusals} refused"
        return faults, figures + ("" if refused else " (the fault was not noticed)")
    finally:
        bench.close()


def main():
    options = arguments()
    built = driver(options.driver)
    folder = scratch(options.scratch)
    os.chmod(folder, 0o755)
    program = shutil.copy(built, os.path.join(folder, "store-load"))
    fine = True
    try:
        for name in options.only or [*FAULTS, "sync"]:
            if name == "sync":
                continue
            if FAULTS[name][1] and not recording.is_available():
                print(f"{name}: not tested, strace is needed")
                continue
            if name == "read-only-start":
                faults, said = refuses_to_start(options, program, folder)
                print(f"{name}: {summary(faults)}; it says: {said}", flush=True)
                fine = fine and not faults
                continue
            for number in range(options.rounds):
                faults, figures = one_round(options, program, folder, name, number)
                print(f"{name} {number}: {figures}" + ("" if faults is None else "; " + summary(faults)), flush=True)
                fine = fine and not faults
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not options.only or "sync" in options.only:
        fine = failing_syncs(options, built) and fine
    sys.exit(0 if fine else 1)


def refuses_to_start(options, program, folder):
    """A directory that is read-only before the start: a clear refusal, and nothing is lost. Returns the faults."""
    bench, history = Bench(folder, "nobody"), History()
    try:
        data = bench.data()
        first = Load(program, data, options.seed * 10, as_nobody=bench.as_nobody)
        first.wait_for(intakes=20, settings=10)
        first.kill()
        history.add_run(first.printed)
        end = read_only(data, None)
        second = Load(program, data, options.seed * 10 + 1, as_nobody=bench.as_nobody)
        try:
            code = second.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            code = "none"
        second.kill()
        end()
        with open(second.printed) as lines:
            said = lines.readline().strip()
        history.add_run(second.printed)
        faults = [] if (code, said[:8]) == (2, "unopened") else [("does not refuse to start", f"exit code {code}: {said}")]
        return faults + after(program, data, os.path.join(folder, "after-start"), history), said.replace(folder, "…")
    finally:
        bench.close()


def after(program, data, copy, history):
    """What is wrong with the directory after the last kill."""
    shutil.copytree(data, copy)
    checker = Checker(program, lambda _, found: history.faults(found["items"], sys.maxsize, False), workers=1)
    checker.add(copy, None)
    checker.wait()
    return [fault for _, faults in checker.failing for fault in faults]


def summary(faults):
    if not faults:
        return "fine"
    kinds = sorted({kind for kind, _ in faults})
    return ", ".join(f"{kind} ({sum(of == kind for of, _ in faults)}: {next(d for of, d in faults if of == kind)[:80]})" for kind in kinds)


def failing_syncs(options, program):
    """Power cuts after syncs that failed: what they covered is not on the disk, whatever a later sync says."""
    here = os.path.dirname(os.path.abspath(__file__))
    fine = True
    for when in ["2", "5", "12..14", "30+25"]:
        print(f"sync fails {when}:", flush=True)
        line = [sys.executable, os.path.join(here, "power_loss.py"), "--fail-sync", when, "--states", str(options.states)]
        line += ["--driver", program, "--seed", str(options.seed), "--intakes", "40", "--rule", "ext4"]
        line += ["--scratch", options.scratch] if options.scratch else []
        fine = subprocess.run(line).returncode == 0 and fine
    return fine


if __name__ == "__main__":
    main()
