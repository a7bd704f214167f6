"""Every parameter of the model, declared once; one file a theme."""
