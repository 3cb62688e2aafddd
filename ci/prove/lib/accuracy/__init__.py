"""How often the classifier is right, beside the original system's recipe."""
