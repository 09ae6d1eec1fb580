"""Where the real course and the real quiz items lie; CI must have them, a laptop may not."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared" / "data"
COURSE = SHARED / "courses" / "python-novice-inflammation"
QUIZ = SHARED / "quizzes" / "web-dev-for-beginners.gift"
EXAMPLES = PROJECT / "examples"

# In CI the tests are always collected, and fail when the data is missing.
IS_EXPECTED = bool(os.environ.get("CI")) or SHARED.is_dir()
