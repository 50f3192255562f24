"""What engines with weights share: files, downloads, checksums, loading."""
