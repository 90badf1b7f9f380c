"""Text that nobody vouches for: made visible, made storable, hashed."""
