"""A self-hosted server for the Azure AI Face liveness-session API.

The rooms, from the ground up; each stands on those before it and nothing reaches back up:

* ``contract``, ``access``, ``liveness``, ``settings``: what Azure promises, who may come in, is it a living person,
options
* ``vision``: what a frame shows
* ``sessions``: what a session is and what can be done with one
* ``http``, ``storage``, ``operations``: the doors, where things are kept, keeping it running
* ``served_resources``: the resources that a server has, and what the settings say of each
* ``session_use_cases``: the use cases of the sessions, joined from what ``app`` has made
* ``opened_keys``: the keys that a server keeps, opened from where the settings say
* ``app``: the one place that names concrete parts and joins them
* ``cli``: the ``livegate`` command
* ``testing``: the pytest plugin
"""

__version__ = "0.1.0"
