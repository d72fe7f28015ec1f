"""What the site publishes: each module makes one kind of output from `Site`, without touching the disk."""
