"""What an office counts by hand: tables of numbers and lists, each linked to the articles it stands for."""
