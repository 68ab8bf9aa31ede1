"""The scoreboard: what each unit was given in a period, how much of it was done in time, and where the rest stands."""
