"""A feed's import beside the bare readers, SQLite and DuckDB: time, peak memory, size, of processes in one run.

`python3 run.py ROWS` after `just bench-feeds` built what it needs; DuckDB takes part where its package is installed.
Contestants take turns, so that a busy moment of the machine hits them alike; figures are medians of five.
"""

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
DEALINK = os.path.join(PROJECT, "target/release/dealink")
GENERATOR = os.path.join(PROJECT, "target/release/examples/generate-feed")
RIVALS = os.path.join(PROJECT, "target/feeds-bench/release/dealink-feeds-bench")
WORDS = ["lamp", "cotton kitchen", "magnetic", "wool blanket", "organizer"]


def measured(command, environment=None):
    """Seconds and peak memory in MB of a process, and what it printed."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            sys.exit(f"{command[0]} {command[1]} failed")
        printed.seek(0)
        return seconds, usage.ru_maxrss / 1024, printed.read().decode()


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(size(os.path.join(path, name)) for name in os.listdir(path))


class Ours:
    def __init__(self, directory, feed, name):
        self.name = f"dealink feed pull ({name})"
        self.data = os.path.join(directory, f"data-{name}")
        self.environment = dict(os.environ, DEALINK_DATA_DIR=self.data, DEALINK_CENTRAL_BANK_URL="off", RUST_LOG="error")
        subprocess.run([DEALINK, "feed", "add", feed, "--name", "bench"], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def run(self):
        return measured([DEALINK, "feed", "pull", "bench", "--force"], self.environment)[:2]

    def size(self):
        return size(os.path.join(self.data, "feeds", "bench", "index"))


class Rival:
    def __init__(self, name, command, made=None):
        self.name, self.command, self.made = name, command, made

    def run(self):
        return measured(self.command)[:2]

    def size(self):
        return size(self.made) if self.made else None


def contest(contestants, rows, floor):
    times = {one.name: [] for one in contestants}
    memory = {one.name: [] for one in contestants}
    for _ in range(ROUNDS):
        for one in contestants:
            seconds, peak = one.run()
            times[one.name].append(seconds)
            memory[one.name].append(peak)
    bare = statistics.median(times[floor])
    print("| contestant | seconds | rows/s | times the bare reader | peak memory, MB | size, bytes a row |")
    print("|---|---|---|---|---|---|")
    for one in contestants:
        seconds = statistics.median(times[one.name])
        made = one.size()
        cells = [one.name, f"{seconds:.2f}", f"{rows / seconds:,.0f}", f"{seconds / bare:.2f}",
                 f"{statistics.median(memory[one.name]):.0f}", f"{made / rows:.0f}" if made else "–"]
        print("| " + " | ".join(cells) + " |", flush=True)
    print()


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as directory:
        feeds = {name: os.path.join(directory, f"feed.{name}") for name in ("csv", "xml")}
        for name, path in feeds.items():
            subprocess.run([GENERATOR, str(rows), name, path], check=True)
            print(f"{name}: {rows:,} rows, {size(path) / rows:.0f} bytes a row")
        print()
        sqlite, duckdb = (os.path.join(directory, name) for name in ("sqlite.db", "duck.db"))
        of_csv = [Rival("csv reads, nothing more", [RIVALS, "floor-csv", feeds["csv"]]), Ours(directory, feeds["csv"], "csv"),
                  Rival("SQLite", [RIVALS, "sqlite", feeds["csv"], sqlite], sqlite)]
        has_duckdb = importlib.util.find_spec("duckdb") is not None
        script = [sys.executable, os.path.join(HERE, "duckdb_load.py")]
        if has_duckdb:
            of_csv.append(Rival("DuckDB", script + ["load", feeds["csv"], duckdb], duckdb))
        contest(of_csv, rows, of_csv[0].name)
        of_xml = [Rival("quick-xml reads, nothing more", [RIVALS, "floor-xml", feeds["xml"]]), Ours(directory, feeds["xml"], "xml")]
        contest(of_xml, rows, of_xml[0].name)
        print("SQLite\n" + measured([RIVALS, "sqlite-ask", sqlite] + WORDS)[2])
        if has_duckdb:
            print("DuckDB\n" + measured(script + ["ask", duckdb] + WORDS)[2])
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
