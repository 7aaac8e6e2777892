# Commands for working on dealink. `just` alone lists them.

_list:
    @just --list

# Everything that has to pass before a change lands
ci: fmt clippy test deny browser

# Formatting
fmt:
    cargo fmt --check

# Lints, warnings as errors
clippy:
    cargo clippy --locked --all-targets -- -D warnings

# All tests, in their short form
test:
    cargo test --locked

# Licences, doubled versions, sources of dependencies
deny:
    cargo deny check licenses bans sources

# Known security holes in dependencies (fetches the advisory database)
advisories:
    cargo deny check advisories

# The chat page in a real browser; needs chromium, node and npm
browser shots="target/shots":
    tests/browser/run.sh {{shots}}

# kill -9 right after a confirmation, and under load, in full length
kill-storms:
    DEALINK_KILL_ROUNDS=100 DEALINK_STORM_ROUNDS=20 cargo test --locked --release --test chat kill:: -- --nocapture --test-threads 1

# kill -9 at random points of a feed's import and download, in full length
feed-kills rounds="200":
    DEALINK_KILL_ROUNDS={{rounds}} cargo test --locked --release --test chat kill::feeds:: -- --nocapture --test-threads 1

# Twenty groups that speak at once, in virtual time, and a Telegram that asks for patience
flood seconds="300":
    DEALINK_FLOOD_SECONDS={{seconds}} cargo test --locked --test chat flood:: -- --nocapture

# Random histories of a group against a model
histories cases="200":
    DEALINK_HISTORIES={{cases}} cargo test --locked --test chat histories:: -- --nocapture

# Longer property runs
properties cases="20000":
    PROPTEST_CASES={{cases}} cargo test --locked --release --lib

# Imitations of the shop against a second opinion, and the shop's own links: 100,000 of each
lookalikes cases="100000":
    PROPTEST_CASES={{cases}} cargo test --locked --release --lib links::tests::lookalikes

# Any text into the link reader; needs cargo-fuzz and a nightly toolchain
fuzz seconds="600":
    fuzz/seed.sh
    cargo +nightly fuzz run links -- -dict=fuzz/links.dict -max_len=2048 -timeout=10 -print_final_stats=1 -max_total_time={{seconds}}

# The labelled posts: what is found rightly, wrongly and not at all, by rule; the table of docs/WORDS.md
words:
    cargo test --locked --lib words::tests::posts -- --nocapture

# A product feed of invented products; `format` is csv, xml or google
feed rows format file:
    cargo run --locked --release --example generate-feed -- {{rows}} {{format}} {{file}}

# Link recognition beside linkify and url alone: time, allocations, growth with hostile texts
bench-links:
    cargo bench --locked --bench links

# The same in a few seconds, to see that it works
bench-links-once:
    cargo bench --locked --bench links -- --test

# What a group's chatter costs: updates without a product link through the intake, beside linkify
bench-intake:
    cargo bench --locked --bench intake

# The catalogue: writing an index, look-ups and searches, also beside an import; DEALINK_CATALOG_ROWS for other than a million rows
bench-catalog:
    cargo bench --locked --bench catalog

# The same in some seconds, to see that it works
bench-catalog-once:
    cargo bench --locked --bench catalog -- --test

# Beside a bare teloxide bot: start, memory, CPU, latency
bench:
    cargo bench --locked --bench beside_teloxide

# A feed's import beside the bare readers, SQLite and DuckDB (`pip install duckdb`, if it is to take part)
bench-feeds rows="1000000":
    cargo build --locked --release --bin dealink --example generate-feed
    CARGO_TARGET_DIR=target/feeds-bench cargo build --locked --release --manifest-path benches/feeds/Cargo.toml
    python3 benches/feeds/run.py {{rows}}

# Rewrite the stored conversations of the tests; then read the difference
snapshots:
    INSTA_UPDATE=always cargo test --locked --test chat
