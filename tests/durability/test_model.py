"""The model of a disk and the history against small cases: `python3 -m unittest discover tests/durability`."""

import random
import unittest

from disk import Disk, File, Folder
from history import History


def states(disk, count=300):
    return [disk.sample(random.Random(seed))[0] for seed in range(count)]


def disk_with(file, rule="strict"):
    disk = Disk(rule)
    disk.rename(1, [(disk.root, "log", file)])
    disk.sync(disk.root, 2, True)
    return disk


class Model(unittest.TestCase):
    def test_what_was_synced_is_in_every_state(self):
        file = File()
        disk = disk_with(file)
        file.change(3, 0, b"a" * 700)
        disk.sync(file, 4, True)
        file.change(5, 700, b"b" * 700)
        found = {state["log"] for state in states(disk)}
        self.assertTrue(all(content[:700] == b"a" * 700 for content in found))
        self.assertIn(b"a" * 700, found)
        self.assertIn(b"a" * 700 + b"b" * 700, found)
        self.assertIn(b"a" * 700 + bytes(700), found, "the new size without the content")
        self.assertTrue(any(700 < len(content.rstrip(b"\0")) < 1400 for content in found), "torn")

    def test_a_write_that_had_not_ended_when_the_sync_began_is_not_durable(self):
        file = File()
        disk = disk_with(file)
        file.change(5, 0, b"late")
        disk.sync(file, 4, True)
        self.assertIn(b"", {state["log"] for state in states(disk)})

    def test_later_writes_of_a_sector_take_the_earlier_ones_along(self):
        file = File()
        disk = disk_with(file)
        file.change(3, 0, b"one")
        file.change(4, 3, b"two")
        self.assertNotIn(b"\0\0\0two", {state["log"] for state in states(disk)})

    def test_a_failed_sync_is_not_mended_by_the_next(self):
        file = File()
        disk = disk_with(file)
        file.change(3, 0, b"a" * 4096)
        disk.sync(file, 4, False)
        file.change(5, 4096, b"b" * 4096)
        disk.sync(file, 6, True)
        self.assertEqual({state["log"] for state in states(disk)}, {bytes(4096) + b"b" * 4096})
        file.change(7, 10, b"again")
        disk.sync(file, 8, True)
        self.assertEqual(file.durable[:20], b"a" * 10 + b"again" + b"a" * 5, "its page was written again")

    def test_names_need_a_sync_of_their_directory(self):
        for rule, durable in (("strict", False), ("ext4", True)):
            disk, file = Disk(rule), File()
            disk.rename(1, [(disk.root, "log", file)])
            file.change(2, 0, b"x")
            disk.sync(file, 3, True)
            self.assertEqual(all("log" in state for state in states(disk)), durable, rule)
            disk.sync(disk.root, 4, True)
            self.assertTrue(all("log" in state for state in states(disk)), rule)

    def test_a_rename_is_old_or_new(self):
        disk, old, new = Disk(), File(), File()
        old.change(1, 0, b"old")
        new.change(1, 0, b"new")
        for file, name in ((old, "a"), (new, "a.new")):
            disk.rename(1, [(disk.root, name, file)])
            disk.sync(file, 2, True)
        disk.sync(disk.root, 3, True)
        disk.rename(4, [(disk.root, "a.new", None), (disk.root, "a", new)])
        self.assertEqual({state["a"] for state in states(disk)}, {b"old", b"new"})
        self.assertEqual({len(state) for state in states(disk)}, {1, 2})

    def test_a_folder_that_is_lost_takes_its_files_along(self):
        disk, folder, file = Disk(), Folder(), File()
        disk.rename(1, [(disk.root, "inner", folder)])
        disk.rename(2, [(folder, "file", file)])
        disk.sync(folder, 3, True)
        self.assertEqual({tuple(state) for state in states(disk)}, {(), ("inner/file",)})


class Histories(unittest.TestCase):
    def setUp(self):
        self.history = History()
        for moment, line in enumerate([
            "begin 1 durable intake update/1=aa", "confirmed 1", "begin 2 relaxed done update/1=-", "confirmed 2",
            "begin 3 durable setting person/1=bb", "confirmed 3", "begin 4 durable setting person/1=cc",
        ]):
            self.history.add(moment, line)

    def kinds(self, found, moment, power_cut):
        return [kind for kind, _ in self.history.faults(found, moment, power_cut)]

    def test_a_done_mark_may_be_lost_in_a_power_cut_only(self):
        found = {"update/1": "aa", "person/1": "bb"}
        self.assertEqual(self.kinds(found, 9, True), [])
        self.assertEqual(self.kinds(found, 9, False), ["erased update is back"])

    def test_what_was_confirmed_is_missed(self):
        self.assertEqual(self.kinds({}, 1, True), ["lost update"])
        self.assertEqual(self.kinds({}, 2, True), [])
        self.assertEqual(self.kinds({"update/1": "ff"}, 1, True), ["wrong update"])
        self.assertEqual(self.kinds({"update/1": "aa", "update/2": "aa"}, 1, True), ["unknown update"])

    def test_a_change_that_was_begun_may_be_there_or_not(self):
        for value in ("bb", "cc"):
            self.assertEqual(self.kinds({"person/1": value}, 6, True), [])
        self.assertEqual(self.kinds({}, 6, True), ["lost person"])


if __name__ == "__main__":
    unittest.main()
