"""Words and scenes as data, English and Chinese."""
