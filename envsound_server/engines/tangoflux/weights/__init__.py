"""The released checkpoint of TangoFlux: its files, sizes and modules."""
