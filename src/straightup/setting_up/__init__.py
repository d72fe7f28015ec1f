"""What `init` writes: the files of a new status site, and the block of one that goes into a site that is there."""
