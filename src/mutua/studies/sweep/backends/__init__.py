"""Who simulates a sweep: this process, Dask workers or Slurm jobs."""
