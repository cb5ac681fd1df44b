"""The benchmarks: `./run.sh bench`. Ratios against peers measured in the same run, not absolute
figures, since those move with the machine; the bar is floor and goal of each ratio."""
