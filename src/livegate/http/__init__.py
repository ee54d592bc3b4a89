"""The doors: one ordered pipeline, the versioned Azure routes, the routes of the device, the pages.

Requests are decoded with ``contract``, admitted with ``access`` and handed to the use cases of ``sessions``.
May import those three rooms and Starlette; never ``vision``, ``storage`` or ``settings``.
"""
