"""Figures of evaluations beside those of scikit-learn."""
