"""What follows from the reports at a given time: how components worked, and what became of each promise.

`record.record.of` is its door. It is not opened here, since checking needs one room behind it and not all of them.
"""
