"""Taking along: what an export holds and how its file is made; rights are those of `visible_to` at that moment."""
