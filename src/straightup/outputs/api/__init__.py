"""What programs read: documents in the form of Statuspage's API, badges, and metrics."""
