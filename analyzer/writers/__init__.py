"""Writers: documents, figures and tables → files."""
