"""The room between the wire and the engines: from a request to a finished sound."""
