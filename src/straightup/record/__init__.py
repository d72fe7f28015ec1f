"""What follows from the reports at a given time: how components worked, and what became of each promise."""

from straightup.record.course import Course
from straightup.record.record import Condition, Record, moments_ahead, of

__all__ = ["Condition", "Course", "Record", "moments_ahead", "of"]
