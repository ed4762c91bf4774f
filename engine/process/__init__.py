"""The engine's own process: what goes in, what comes out, and on which line.

- `requests`: all that may be asked
- `answers`: what is said to them
- `channel`: how both cross between the processes
- `fault_report`: what is written when something of ours fails
"""
