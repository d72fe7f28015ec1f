"""What a text says: which facts it holds, which phrases, which names, and whether a secret is in it."""
