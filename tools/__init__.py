"""What `make` calls. The application does not import any of it."""
