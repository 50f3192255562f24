"""The steps that the tables took, one a file."""
