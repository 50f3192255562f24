"""The way of a request from admission to a finished sound."""
