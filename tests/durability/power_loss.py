#!/usr/bin/env python3
"""Power cuts: records what the store does to its files under load, rebuilds states that a disk may be left in, opens each.

Exit code 1: a state does not hold what was confirmed; 2: the harness itself is at fault. See docs/DURABILITY.md.
"""

import argparse
import os
import random
import shutil
import sys
import zipfile

import recording
from checker import ROOT, Checker, driver, look_at, scratch, write_state
from disk import Disk
from history import History
from replay import NOT_KEPT, Replay


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=1000, help="how many states are sampled")
    parser.add_argument("--seed", type=int, default=1, help="of the load and of the states")
    parser.add_argument("--runs", type=int, default=2, help="runs of the driver, one after the other in one directory")
    parser.add_argument("--intakes", type=int, default=60, help="intakes of each run")
    parser.add_argument("--rule", choices=["strict", "ext4", "kill"], default="strict",
                        help="when names in directories are durable; kill: nothing is lost, as after kill -9 at any call")
    parser.add_argument("--fail-sync", help="strace's `when` for syncs that fail with EIO, as 3 or 5..8, in the first run")
    parser.add_argument("--begin", metavar="ZIP", help="the data directory before the first run, as those in tests/data/stores")
    parser.add_argument("--near", metavar="NAME", help="only moments right after calls on files with NAME in their path")
    parser.add_argument("--only", type=int, nargs="*", help="only the states with these numbers")
    parser.add_argument("--reuse", action="store_true", help="the recording of the last time")
    parser.add_argument("--keep", metavar="DIR", help="leave the states there, before they are opened")
    parser.add_argument("--work", default=os.path.join(ROOT, "target", "durability"), help="for data directory and recording")
    parser.add_argument("--scratch", help="for the rebuilt states; default /dev/shm")
    parser.add_argument("--driver", help="a built store-load")
    return parser.parse_args()


def record(options, program):
    """Runs the driver under strace; afterwards `run-N` and `data-N`, the directory after the run, are in the work directory.
    Returns whether every run did all its work."""
    shutil.rmtree(options.work, ignore_errors=True)
    data = os.path.join(options.work, "data")
    os.makedirs(data)
    if options.begin:
        with zipfile.ZipFile(options.begin) as archive:
            archive.extractall(data)
        shutil.copytree(data, os.path.join(options.work, "begin"))
        shutil.copytree(data, os.path.join(options.work, "begin-opened"))
    ended_well = True
    for run in range(options.runs):
        last = run + 1 == options.runs
        line = [program, "load", data, str(options.seed * 10 + run), str(options.intakes)] + ([] if last else ["abrupt"])
        output = os.path.join(options.work, f"run-{run}")
        code = recording.run(line, output, options.fail_sync if run == 0 else None)
        shutil.copytree(data, os.path.join(options.work, f"data-{run}"))
        if code:
            with open(output + ".out") as lines:
                last = (lines.readlines() or ["nothing"])[-1].strip()
            ended = "hung" if code == recording.HUNG else f"ended with {code}"
            print(f"run {run} of the driver {ended}: {last[:200]}", flush=True)
            # A store that does not open with a failing disk says so; that is no fault.
            ended_well = ended_well and bool(options.fail_sync) and code == 2
    return ended_well


def new_disk(options):
    disk = Disk(options.rule)
    if os.path.isdir(os.path.join(options.work, "begin")):
        disk.begin_with(os.path.join(options.work, "begin"))
    return disk


def load(options, program):
    """The calls of all runs with their numbers; the moments; the history."""
    history, calls, first = History(), [], 0
    if os.path.isdir(os.path.join(options.work, "begin-opened")):
        history.begin_with(look_at(program, os.path.join(options.work, "begin-opened")))
    replay = Replay(new_disk(options), os.path.join(options.work, "data"))
    moments, confirmations = [], []
    for run in range(options.runs):
        replay.begin_run()
        history.begin_run()
        of_run, unfinished, first = recording.read(os.path.join(options.work, f"run-{run}"), first)
        calls.append((of_run, unfinished))
        for call in of_run:
            known = len(replay.lines)
            if replay.apply(call) and (not options.near or any(options.near in path for path in call.paths)):
                moments.append(call.end)
            for moment, line in replay.lines[known:]:
                history.add(moment, line)
                if line.startswith("confirmed") and not options.near:
                    confirmations.append(moment)
        after = os.path.join(options.work, f"data-{run}")
        replay.finish_run(unfinished, after)
        different = replay.differences(after)
        if different:
            print(f"the model of the disk is wrong after run {run}: {different}", file=sys.stderr)
            sys.exit(2)
    return calls, sorted(moments), confirmations, history


def states(options, calls, moments, confirmations):
    """Yields number, moment and state, in the order of the moments."""
    numbers = options.only or [options.seed * 1_000_000 + state for state in range(options.states)]
    wanted = []
    for number in numbers:
        rng = random.Random(number)
        moment = rng.choice(confirmations if rng.random() < 0.5 and confirmations else moments)
        wanted.append((moment, number, rng))
    wanted.sort(key=lambda state: state[:2], reverse=True)
    replay = Replay(new_disk(options), os.path.join(options.work, "data"))
    for run, (of_run, unfinished) in enumerate(calls):
        replay.begin_run()
        for call in of_run:
            while wanted and wanted[-1][0] < call.moment:
                moment, number, rng = wanted.pop()
                yield number, moment, replay.disk.sample(rng)
            replay.apply(call)
        replay.finish_run(unfinished, os.path.join(options.work, f"data-{run}"))
    for moment, number, rng in reversed(wanted):
        yield number, moment, replay.disk.sample(rng)


def main():
    options = arguments()
    if not recording.is_available():
        sys.exit("strace is needed: apt-get install strace")
    options.work = os.path.realpath(options.work)
    if options.reuse:
        options.runs = len([name for name in os.listdir(options.work) if name.startswith("data-")])
    program = driver(options.driver)
    ended_well = options.reuse or record(options, program)
    calls, moments, confirmations, history = load(options, program)
    print(f"recorded: {sum(len(of_run) for of_run, _ in calls)} calls, {history.confirmed} operations confirmed, "
          f"{len(history.refusals)} refused, {len(history.items)} items, seed {options.seed}")

    described = {}

    def judge(data, found):
        return history.faults(found["items"], data[1], power_cut=options.rule != "kill")

    checker = Checker(program, judge)
    folder = scratch(options.scratch)
    try:
        for number, moment, (contents, folders, how) in states(options, calls, moments, confirmations):
            contents = {path: content for path, content in contents.items() if not path.endswith(NOT_KEPT)}
            described[number] = how
            state = os.path.join(folder, str(number))
            write_state(state, contents, folders)
            if options.keep:
                shutil.copytree(state, os.path.join(options.keep, str(number)))
            checker.add(state, (number, moment))
        checker.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    fine = checker.report(f"power loss ({options.rule})", lambda data: f"--reuse --only {data[0]} (at {data[1]}, {described[data[0]]})")
    sys.exit(0 if fine and ended_well else 1)


if __name__ == "__main__":
    main()
