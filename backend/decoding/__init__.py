"""The program that decodes an untrusted sound file, in a process of its own.

`python -m backend.decoding` gets open files and a few numbers, decodes, and writes one JSON object.
It limits its own memory and time first. It imports no other room of the backend, so that it starts
fast, and so that a hostile file meets little code.
"""
