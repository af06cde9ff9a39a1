"""Exports read entry by entry: JSON and XML, repaired where phones write them wrong."""
