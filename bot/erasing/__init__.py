"""Everything that is kept of one caller, away: by his number, in every notation, also while Hatef runs."""
