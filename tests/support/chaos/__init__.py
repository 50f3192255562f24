"""A stack under faults: processes that are killed, servers that restart, disks that fill."""
