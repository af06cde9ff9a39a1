"""Reports: case → document. One file each."""
