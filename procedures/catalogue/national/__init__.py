"""Reading rows of the national catalogue: pure Python, certain values and doubts, no guesses."""
