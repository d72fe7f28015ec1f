"""The reports of a cState site as incidents."""
