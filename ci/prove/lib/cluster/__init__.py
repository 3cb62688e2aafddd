"""A small cluster on this machine: Spark, an object store, a database for the catalog and a tracking server, as processes."""
