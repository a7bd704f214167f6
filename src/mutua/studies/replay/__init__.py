"""One dyad of a stored run, stepped again, checked and explained."""
