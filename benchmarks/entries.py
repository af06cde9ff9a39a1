"""The benchmarks, in the order of ``docs/performance.md``. To add one: a file with a `Benchmark`, a line here."""

from benchmarks.against_bandicoot import SHARED
from benchmarks.caseload import CASELOADS
from benchmarks.counting import COUNTING
from benchmarks.formats import FORMATS
from benchmarks.joined import JOINED
from benchmarks.measuring import Benchmark
from benchmarks.papers import PAPERS
from benchmarks.phones import IDENTIFIED
from benchmarks.pictures import PICTURED
from benchmarks.starting import STARTED
from benchmarks.tables_only import TABLES
from benchmarks.texts import WORDED
from benchmarks.windows import WINDOWED

BENCHMARKS: tuple[Benchmark, ...] = (
    COUNTING,
    TABLES,
    FORMATS,
    WINDOWED,
    IDENTIFIED,
    SHARED,
    WORDED,
    JOINED,
    PICTURED,
    CASELOADS,
    STARTED,
    PAPERS,
)
