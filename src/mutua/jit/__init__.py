"""How Python becomes machine code, and how states lie in arrays."""
