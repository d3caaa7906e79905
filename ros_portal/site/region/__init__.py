"""What is true of Twente also outside the example: its parties, councils, products, promises, themes and recess."""
