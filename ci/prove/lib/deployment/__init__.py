"""Checks of the files for clusters, as far as they can be checked without one."""
