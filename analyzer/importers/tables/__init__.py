"""What the rows of a table mean: headings, values, times, who called whom; and importers of tables, declared."""
