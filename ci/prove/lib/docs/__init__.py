"""What ci/prove/readme knows of the documentation: its pages, what must be true of them, and how they are run."""
