"""What measures the product; nothing imports it but the command line."""
