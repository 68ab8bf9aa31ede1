"""Measurements: `make bench`. Nothing here is needed to build, test or run the tracker."""
