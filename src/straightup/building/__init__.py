"""A site composed, its pages pressed into the shells that MkDocs makes."""
