"""What the company knows about its callers: customers, balances and orders behind the `Crm` Protocol."""
