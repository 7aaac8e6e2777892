"""What a run printed, and what therefore has to be in its directory.

An item (`update/12`, `person/7`, …) has the value of its last confirmed change or of one begun later. After a power cut a change
that was only promised to survive `kill -9` may be missing, so the last confirmed durable change counts.
"""

from dataclasses import dataclass

ABSENT = "-"


@dataclass
class Change:
    value: str
    durable: bool
    begun: int
    confirmed: int | None = None


class History:
    def __init__(self):
        self.items, self.open, self.refusals, self.confirmed = {}, {}, [], 0
        self.lines, self.last_line = 0, ""

    def begin_run(self):
        self.open = {}

    def begin_with(self, items):
        """What is in the directory before the first run."""
        for item, value in items.items():
            self.items[item] = [Change(value, True, -1, -1)]

    def add(self, moment, line):
        self.lines, self.last_line = self.lines + 1, line
        word, _, rest = line.partition(" ")
        if word == "begin":
            number, promise, name, *changes = rest.split(" ")
            made = []
            for change in changes:
                item, _, value = change.rpartition("=")
                made.append(Change(value, promise == "durable", moment))
                self.items.setdefault(item, []).append(made[-1])
            self.open[number] = (name, made)
        elif word == "confirmed":
            self.confirmed += 1
            for change in self.open.pop(rest, ("", []))[1]:
                change.confirmed = moment
        elif word == "refused":
            number, _, why = rest.partition(" ")
            self.refusals.append((moment, self.open.pop(number, ("?", []))[0], why))

    def add_run(self, printed):
        """All lines of a run that was killed; only their order counts."""
        self.begin_run()
        with open(printed, encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):
                    self.add(self.lines, line[:-1])

    def allowed(self, item, moment, power_cut):
        """The values that an item may have, and those that it ever had before."""
        base, values, earlier = ABSENT, set(), {ABSENT}
        for change in self.items[item]:
            if change.begun > moment:
                break
            confirmed = change.confirmed is not None and change.confirmed <= moment
            if confirmed and (change.durable or not power_cut):
                base, values = change.value, set()
            else:
                values.add(change.value)
            earlier.add(change.value)
        return {base} | values, earlier

    def faults(self, found, moment, power_cut):
        """What is wrong with the items that were found: kind and item of each fault."""
        faults = []
        for item in self.items:
            value = found.get(item, ABSENT)
            allowed, earlier = self.allowed(item, moment, power_cut)
            if value in allowed:
                continue
            kind = item.split("/", 1)[0]
            if value not in earlier:
                faults.append((f"wrong {kind}", item))
            elif value == ABSENT:
                faults.append((f"lost {kind}", item))
            elif allowed == {ABSENT}:
                faults.append((f"erased {kind} is back", item))
            else:
                faults.append((f"old {kind}", item))
        faults.extend((f"unknown {item.split('/', 1)[0]}", item) for item in found if item not in self.items)
        return faults
