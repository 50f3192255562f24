"""What goes over HTTP, in the names of the platform's pages."""
