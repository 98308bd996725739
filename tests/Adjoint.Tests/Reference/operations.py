"""Writes operations.json.gz: values and gradients of PyTorch's operations, for every row of the op table.

Run with PyTorch 1.13.1: python3 operations.py. The same bytes come out each time. Each module of the folder rows has a group
of the table's rows.
"""

import gzip
import importlib
import json
import pathlib
import pkgutil
import warnings

import torch

import rows as groups
from rows.table import Table


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    table = Table()
    for module in sorted(module.name for module in pkgutil.iter_modules(groups.__path__)):
        if module != "table":
            importlib.import_module(f"rows.{module}").add(table)
    text = json.dumps({"lacking": table.lacking, "cases": table.cases}, separators=(",", ":"), allow_nan=False)
    target = pathlib.Path(__file__).with_name("operations.json.gz")
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    rows = {(c["method"], c["attributes"]) for c in table.cases}
    print(f"{len(table.cases)} cases of {len(rows)} rows, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
