"""The bodies of HTTP requests and replies, in the names of the platform's pages."""
