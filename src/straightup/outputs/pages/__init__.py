"""The pages of the status site, composed from the site's one view."""
