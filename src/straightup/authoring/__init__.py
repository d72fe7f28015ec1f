"""From a person's answers to what stands in an incident file. Nothing here asks, prints, reads the clock or writes."""
