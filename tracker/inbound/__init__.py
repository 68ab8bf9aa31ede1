"""A mail that answers one of ours becomes a progress update of that person. Off unless INBOUND_ADDRESS is set."""
