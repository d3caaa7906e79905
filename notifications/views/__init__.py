"""Pages about notices, one file per audience."""
