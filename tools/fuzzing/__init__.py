"""What ``tools/fuzz.py`` is made of: mutators that know the structure of exports, the laws of reading, the page of totals."""
