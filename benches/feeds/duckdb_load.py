"""The same load in DuckDB, from its package: `load FEED DATABASE`, `ask DATABASE WORD...`.

Its word search is an extension that is fetched from elsewhere, so words are looked for by a scan of the titles.
"""

import os
import sys
import time

import duckdb


def part(key):
    return f"regexp_extract(param, '{key}\\|([0-9.]+)', 1)"


def load(feed, database):
    if os.path.exists(database):
        os.remove(database)
    db = duckdb.connect(database)
    db.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = false")
    rows = db.execute(f"""
        CREATE TABLE product AS SELECT id::BIGINT AS id, name AS title, url AS link, picture, category, currencyId AS currency,
            round(price::DOUBLE * 100)::BIGINT AS price, round(oldprice::DOUBLE * 100)::BIGINT AS old_price,
            try_cast({part('discount')} AS INTEGER) AS discount,
            round(try_cast({part('commissionRate')} AS DOUBLE) * 100)::BIGINT AS rate,
            try_cast({part('shopId')} AS BIGINT) AS store
        FROM read_csv('{feed}', delim = ';', quote = '"', header = true, all_varchar = true)""").fetchone()[0]
    db.execute("CREATE UNIQUE INDEX by_id ON product(id)")
    db.close()
    print("rows", rows)


def tell(what, times):
    times.sort()
    at = lambda share: times[int((len(times) - 1) * share)]
    print(f"{what} p50 {at(0.5):.2f} p99 {at(0.99):.2f}")


def ask(database, words):
    db = duckdb.connect(database, read_only=True)
    ids = [row[0] for row in db.execute("SELECT id FROM product USING SAMPLE 500 ROWS").fetchall()]
    times = []
    for one in ids:
        start = time.perf_counter()
        db.execute("SELECT * FROM product WHERE id = ?", [one]).fetchall()
        times.append((time.perf_counter() - start) * 1e6)
    tell("lookup_us", times)
    times = []
    for _ in range(5):
        for word in words:
            like = " AND ".join(["title ILIKE '%' || ? || '%'"] * len(word.split()))
            start = time.perf_counter()
            db.execute(f"""SELECT id, title, least(price * rate // 10000, 3800) AS earning FROM product
                WHERE {like} ORDER BY earning DESC, id LIMIT 5""", word.split()).fetchall()
            times.append((time.perf_counter() - start) * 1e3)
    tell("search_ms", times)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3])
    else:
        ask(sys.argv[2], sys.argv[3:])
