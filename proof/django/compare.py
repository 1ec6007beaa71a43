"""Holds the counts before, after the fixes and after the suggestions against what is expected. Exits 1 where one differs."""

import json
import sys

# Queries: as the shop is, with the fixes, with the suggestions too. Session and user are two of them, the page's counts another two.
EXPECTED = {
    "list of orders": (205, 105, 4),
    "list of products": (107, 7, 6),
    "list of reviews": (106, 6, 5),
    "list of customers": (5, 5, 4),
    "form of an order": (28, 28, 27),
    "form of a review": (7, 7, 7),
    "action mark_as_featured": (108, 108, 7),
    "order_lines": (101, 1, 1),
    "order_counts": (101, 101, 101),
    "unsupplied": (101, 101, 1),
    "reviewed_by_buyers": (201, 101, 101),
    "relate": (604, 484, 484),
}

# Up to 4.2 a form that is only shown has a savepoint, two queries.
BEFORE_5 = {"form of an order": (30, 30, 29), "form of a review": (9, 9, 9)}

_, version, *paths = sys.argv
if version < "5":
    EXPECTED |= BEFORE_5
measured = [json.load(open(path)) for path in paths]
wrong = 0

print(f"{'':26}{'before':>8}{'fixed':>8}{'suggested':>11}   result")
for name, expected in EXPECTED.items():
    counts = tuple(run[name]["queries"] for run in measured)
    same = len({run[name]["result"] for run in measured}) == 1
    ok = counts == expected and same
    wrong += not ok
    print(f"{name:26}{counts[0]:>8}{counts[1]:>8}{counts[2]:>11}   {'same' if same else 'DIFFERS'}{'' if ok else f', expected {expected}'}")
sys.exit(1 if wrong else 0)
