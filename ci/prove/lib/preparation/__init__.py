"""Split, augment and transform of tables of any size, measured and beside NumPy."""
