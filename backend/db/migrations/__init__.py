"""Alembic's environment and the steps that the tables took."""
