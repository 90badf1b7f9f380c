"""What is printed about a model: figures with their numerators and denominators, counted or published, never mixed."""
