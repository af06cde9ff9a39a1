"""Texts of an export → values, each distinct spelling once: times, lengths, coded text columns."""
