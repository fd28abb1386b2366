"""The record of calls and turns: written without ever holding up a call, read by the command line and the console."""
