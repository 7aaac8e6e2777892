# Commands for working on dealink. `just` alone lists them.

_list:
    @just --list

# Everything that has to pass before a change lands
ci: fmt clippy without-sandbox fuzz-check test durability deny browser

# Formatting
fmt:
    cargo fmt --all --check

# Lints, warnings as errors
clippy:
    cargo clippy --locked --all-targets -- -D warnings

# The bot as the container file builds it: the sandbox's commands must say that it is not there
without-sandbox:
    cargo clippy --locked -p dealink --no-default-features -- -D warnings
    cargo run --quiet --locked -p dealink --no-default-features -- sandbox 2>&1 | grep 'has no sandbox'
    ! cargo tree --locked -p dealink --no-default-features -e normal | grep dealink-sandbox

# The fuzz targets compile; the path stands for libFuzzer, which is only needed to link it
fuzz-check:
    CUSTOM_LIBFUZZER_PATH=/nonexistent/libfuzzer.a CARGO_TARGET_DIR=target/fuzz cargo check --locked --manifest-path fuzz/Cargo.toml

# All tests of the workspace, in their short form
test:
    cargo test --locked

# Licences, duplicate versions and sources of dependencies
deny:
    cargo deny check licenses bans sources

# Known vulnerabilities of dependencies (fetches the advisory database)
advisories:
    cargo deny check advisories

# The chat page in a real browser; needs chromium, node and npm
browser shots="target/shots":
    tests/browser/run.sh {{shots}}

# kill -9 right after a confirmation, and under load, in full length
kill-storms:
    DEALINK_KILL_ROUNDS=100 DEALINK_STORM_ROUNDS=20 cargo test --locked --release --test chat kill:: -- --nocapture --test-threads 1

# Power cuts: states that a disk may be left in, rebuilt from the recorded system calls and opened; needs strace (docs/DURABILITY.md)
power-loss *options:
    python3 -B tests/durability/power_loss.py {{options}}

# Each file of the data directory removed, cut off or overwritten after kill -9
damage *options:
    python3 -B tests/durability/damage.py {{options}}

# A full disk, a file size limit, a directory that turns read-only, failing writes and syncs; needs strace, tests more as root
disk-faults *options:
    python3 -B tests/durability/disk_faults.py {{options}}

# The three in their short form
durability:
    python3 -B -m unittest discover --quiet --start-directory tests/durability
    just power-loss --states 100 --intakes 25
    just power-loss --states 60 --intakes 25 --rule ext4 --reuse
    just damage --kills 3
    just disk-faults --rounds 1 --states 40

# kill -9 at random points of a feed's import and download, in full length
feed-kills rounds="200":
    DEALINK_KILL_ROUNDS={{rounds}} cargo test --locked --release --test chat kill::feeds:: -- --nocapture --test-threads 1

# Messages in twenty groups at the same time, in virtual time, and a Telegram that answers 429
flood seconds="300":
    DEALINK_FLOOD_SECONDS={{seconds}} cargo test --locked --test chat flood:: -- --nocapture

# Random histories of a group against a model
histories cases="200":
    DEALINK_HISTORIES={{cases}} cargo test --locked --test chat histories:: -- --nocapture

# Longer property runs
properties cases="20000":
    PROPTEST_CASES={{cases}} cargo test --locked --release --lib

# Lookalikes of the shop, and the shop's own links, against an independent implementation: 100,000 of each
lookalikes cases="100000":
    PROPTEST_CASES={{cases}} cargo test --locked --release -p dealink-links --lib tests::lookalikes

# Random inputs for one of the targets in fuzz/fuzz_targets; needs cargo-fuzz and a nightly toolchain
fuzz target="links" seconds="600":
    fuzz/seed.sh
    cargo +nightly fuzz run {{target}} -- -dict=fuzz/{{target}}.dict -max_len=4096 -timeout=10 -print_final_stats=1 -max_total_time={{seconds}}

# The labelled posts: found correctly, found wrongly and missed, by rule; the table of docs/WORDS.md
words:
    cargo test --locked -p dealink --lib words::tests::posts -- --nocapture

# Small faults put into the code one by one, to see whether a test fails: one of sixty shards, which takes up to 90 minutes; needs
# cargo-mutants. What it examines is in .cargo/mutants.toml
mutants shard="0/60":
    cargo mutants --workspace --shard {{shard}} --sharding round-robin --output target --colors never

# A product feed of invented products; `format` is csv, xml or google
feed rows format file:
    cargo run --locked --release --example generate-feed -- {{rows}} {{format}} {{file}}

# The link reader compared with linkify and url alone: time, allocations, growth with hostile texts
bench-links:
    cargo bench --locked --bench links

# The same in a few seconds, to see that it works
bench-links-once:
    cargo bench --locked --bench links -- --test

# The cost of group messages without product links, compared with linkify
bench-intake:
    cargo bench --locked --bench intake

# The catalogue: writing an index, look-ups and searches, also during an import; DEALINK_CATALOG_ROWS for other than a million rows
bench-catalog:
    cargo bench --locked --bench catalog

# The same in some seconds, to see that it works
bench-catalog-once:
    cargo bench --locked --bench catalog -- --test

# Compared with a minimal teloxide bot: start, memory, CPU, latency
bench:
    cargo bench --locked --bench beside_teloxide

# System calls and flushes of the disk per message, compared with a minimal teloxide bot; needs strace
bench-calls:
    cargo bench --locked --bench beside_teloxide -- --calls

# An idle bot, and one with very much waiting: wake-ups, memory, disk, start after kill -9
bench-backlog:
    cargo bench --locked --bench beside_teloxide -- --backlog

# A feed's import compared with the bare readers, SQLite and DuckDB (the latter needs `pip install duckdb`)
bench-feeds rows="1000000":
    cargo build --locked --release --bin dealink --example generate-feed
    CARGO_TARGET_DIR=target/feeds-bench cargo build --locked --release --manifest-path benches/feeds/Cargo.toml
    python3 benches/feeds/run.py {{rows}}

# Rewrite the stored conversations of the tests; then read the difference
snapshots:
    INSTA_UPDATE=always cargo test --locked --test chat
