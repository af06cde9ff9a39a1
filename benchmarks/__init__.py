"""Speed and memory as ratios taken in one run: ``python -m benchmarks``. Each file here measures one thing; `entries` lists them."""
