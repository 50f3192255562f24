"""The shared parts of engines with weights: files, downloads, checksums, loading."""
