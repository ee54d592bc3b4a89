"""For the tests of apps: a pytest plugin with a server in test mode, and a device to play.

Stands on top and may import ``cli``; nothing imports it. Only what a test asks for is loaded.
"""
