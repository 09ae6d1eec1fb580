"""A community of people who learn, buy and cheat, played through the engine in simulated time."""
