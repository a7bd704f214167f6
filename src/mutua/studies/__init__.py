"""What users call: one module or folder a study."""
