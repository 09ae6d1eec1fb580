"""`python -m peerloom`."""

from peerloom.cli import main

raise SystemExit(main())
