"""What the machine that runs the tests says about itself is kept from them."""

import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support")
pytest_plugins = ["support.browsing", "support.built", "support.pages"]

for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "STRAIGHTUP_DEBUG"):
    os.environ.pop(name, None)

# Busy machines are slow: what a property says is not how fast it is. The same examples in every run.
settings.register_profile("everywhere", deadline=None, derandomize=True)
settings.load_profile("everywhere")
