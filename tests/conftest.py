"""What the machine that runs the tests says about itself is kept from them."""

import os

for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "STRAIGHTUP_DEBUG"):
    os.environ.pop(name, None)
