"""The plain, frozen data that every other room shares: incidents, their source, findings, settings, errors."""
