"""A folder that translates what is put into it. It calls `pipeline.run`, and keeps its queue in `pipeline.store`."""
