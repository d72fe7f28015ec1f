"""The site as one read-only view, put together from the reports and the record."""
