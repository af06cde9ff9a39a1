"""Databases out of phones: opened with care, their rows as columns, columns as events."""
