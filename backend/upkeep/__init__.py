"""Maintenance of the library: metadata files, rescans, retention and backups."""
