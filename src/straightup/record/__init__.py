"""What follows from the reports at a given time: how components worked, and what became of each promise."""
