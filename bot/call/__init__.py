"""One call, from ring to goodbye; `call.py` reads top to bottom."""
