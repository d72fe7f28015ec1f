"""The items of the feed by e-mail and chat: each once where the other side can tell, and else at least once."""
