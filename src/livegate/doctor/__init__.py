"""The doctor: looks at an installation without changing it, and says what is wrong and what to do.

May import every room but ``cli``; each check is a generator of findings, and fails with whatever it raises.
"""
