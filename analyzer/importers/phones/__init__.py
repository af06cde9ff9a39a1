"""What the platforms of phones mean by their codes and tables, whichever app wrote them out."""
