"""What happens by itself: the clock finds due jobs and has the engine work them."""
