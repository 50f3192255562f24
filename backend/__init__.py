"""The library of environment sounds: HTTP API, database, jobs and files."""
