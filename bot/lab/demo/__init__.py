"""`hatef demo`: Hatef is phoned by an independent SIP caller and hands over to an independent SIP agent."""
