"""How the site speaks: its sentences, times and lengths, in one language."""
