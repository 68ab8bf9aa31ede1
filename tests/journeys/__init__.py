"""A real browser in front of a real web server, with real mail: what an office does all day."""
