"""Named benchmarks against peers: `python -m benchmarks NAME [--json]`, `--list`.

Only ratios measured in one interleaved run are quotable; the product never imports this package.
"""
