"""The queue of an Asterisk (Issabel, FreePBX, VOIZ, Simotel, plain): asked before, followed to who takes the call."""
