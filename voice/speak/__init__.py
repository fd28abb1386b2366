"""Speaking: text in, frames out. Synthesisers run in worker processes; fixed prompts come from a cache."""
