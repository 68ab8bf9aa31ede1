"""«Từ cuộc họp trước»: what has changed since a day, and how the next notice looks back on the last ones."""
