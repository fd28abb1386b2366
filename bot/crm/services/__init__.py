"""Look-ups without Python: data/services/*.yml names what is asked and how this company answers it.

flow ── call("bill", {customer_id}) ──▶ inputs read ─▶ cache ─▶ breaker ─▶ SQL or REST within the budget ─▶ outputs read
     ◀── Result(outcome, outputs, rows) ──────────────────────────────────────────────────────────────────────┘
"""
