"""`hatef models adapt`: a company's reviewed calls make a head of the second pass of their own."""
