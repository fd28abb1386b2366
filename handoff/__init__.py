"""When and how a human takes over: rules, context packet, ACD adapters and the desk that runs one handoff."""
