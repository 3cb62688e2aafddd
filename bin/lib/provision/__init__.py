"""What `setup.py` is made of: parts that are fetched, verified and put in place whole or not at all."""
