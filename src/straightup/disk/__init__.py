"""The edges to the file system: where a site's files are, reading and writing them, the settings, the swap."""
