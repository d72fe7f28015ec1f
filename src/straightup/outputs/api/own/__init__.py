"""Our own documents: what the pages say, for programs, with a JSON Schema for each."""
