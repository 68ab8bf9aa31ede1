"""A unit says that a figure of its line is wrong; the Office answers."""
