"""Writes operations.json.gz: values and gradients of PyTorch's operations, for every row of the op table.

Run with PyTorch 1.13.1: python3 operations.py. The same bytes come out each time.
"""

import gzip
import json
import pathlib
import warnings

import torch

from rows import elementwise, images, indexing, inplace, losses, normalizations, products, reductions, shaping
from rows.table import Table


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    table = Table()
    for group in (elementwise, reductions, shaping, indexing, products, images, normalizations, losses, inplace):
        group.add(table)
    text = json.dumps({"lacking": table.lacking, "cases": table.cases}, separators=(",", ":"), allow_nan=False)
    target = pathlib.Path(__file__).with_name("operations.json.gz")
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    rows = {(c["method"], c["attributes"]) for c in table.cases}
    print(f"{len(table.cases)} cases of {len(rows)} rows, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
