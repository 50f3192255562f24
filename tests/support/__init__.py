"""The shared fixtures of tests: servers, processes, clients, checkpoints and files."""
