"""Reads one hostile document. Runs alone in a limited process, so nothing here may import the rest of the tracker."""
