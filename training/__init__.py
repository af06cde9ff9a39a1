"""How the weights and lexicons of `analyzer.wording` are made and measured; nothing here runs on a user's machine."""
