"""The database, its tables and migrations, and Redis."""
