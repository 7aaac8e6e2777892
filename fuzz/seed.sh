#!/bin/sh
# Two seeds for each row of the labelled corpora: its text, and its text as the address behind a word.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/links
awk -F '\t' '!/^#/ {
    text = $4
    gsub(/\\n/, "\n", text)
    gsub(/\\t/, "\t", text)
    name = sprintf("corpus/links/seed-%04d", NR)
    printf "%s", text > name
    printf "%s\037%s", "buradan al", text > (name "-hidden")
    close(name)
    close(name "-hidden")
}' ../tests/data/*links.tsv
