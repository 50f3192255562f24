"""What holds for all tests: servers on this machine are called without a proxy."""

import os

from backend.settings.loopback import bypass_proxies

bypass_proxies()
for name in ("all_proxy", "ALL_PROXY"):
    # httpx opens every proxy at once, and a SOCKS proxy needs a library that tests do not.
    if os.environ.get(name, "").startswith("socks"):
        del os.environ[name]
