"""The equations of the model, and nothing else: pure scalar functions, one verb a module."""
