"""A person and a first meeting as functions of random draws and quantile tables."""
