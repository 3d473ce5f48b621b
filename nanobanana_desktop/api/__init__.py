"""The remote image service: requests, answers, transport."""

import sys
from types import ModuleType

# Where click and rich happen to be installed, httpx loads its command line with both of them, which
# takes longer than all the rest of it. A module without `main` is what it takes for "not there".
sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
