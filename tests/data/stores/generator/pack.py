"""pack.py DIRECTORY EXPECTED TARGET COMMIT: writes TARGET/data.zip and TARGET/expected.json."""

import json
import pathlib
import sys
import zipfile

directory, expected, target = map(pathlib.Path, sys.argv[1:4])
target.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(target / "data.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_dir():
            entry, content = zipfile.ZipInfo(name + "/", (2026, 11, 22, 0, 0, 0)), b""
        else:
            entry, content = zipfile.ZipInfo(name, (2026, 11, 22, 0, 0, 0)), path.read_bytes()
            entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
read = {"commit": sys.argv[4], **json.loads(expected.read_text())}
(target / "expected.json").write_text(json.dumps(read, ensure_ascii=True, indent=1) + "\n")
