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

# Longer property runs
properties cases="20000":
    PROPTEST_CASES={{cases}} cargo test --locked --release --lib

# Beside a bare teloxide bot: start, memory, CPU, latency
bench:
    cargo bench --locked --bench beside_teloxide

# Rewrite the stored conversations of the tests; then read the difference
snapshots:
    INSTA_UPDATE=always cargo test --locked --test chat
