"""Texts as they are searched, sorted and compared: pure functions of the text.

Migrations compute stored keys with them, since a key must equal what the application computes.
"""
