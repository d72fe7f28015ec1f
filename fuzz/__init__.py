"""Trying at random what nobody thought of: see README.md beside this file."""
