"""Files of tables as sheets of text cells: text, workbooks, HTML, PDF. Nothing here knows calls or messages."""
