"""What the Discord adapter promises."""
