#!/usr/bin/env python3
"""Brings what pose2gloss needs and Maven cannot: models, demo data, MLflow. Try: setup.py --help"""

import os
import sys

# Kept readable by every Python 3, so that an old one gets this sentence and not a syntax error.
if sys.version_info < (3, 10):
    sys.stderr.write(
        "setup: Python %d.%d at %s is too old: Python 3.10 or newer is needed.\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(1)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))

from provision.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
